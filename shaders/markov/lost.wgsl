// markov/lost — how much of the real pairs of neighbours a chain has never seen.
//
//   lost[l] = Σ_{u, v} shares[u, v]        over pairs that have no count in the chain
//
// Axes      L lineages · V vocabulary
// Grid      one invocation per l
// Close     10⁻⁶
// Twin      src/kernels/markov/lost.ts

#import grid

struct Params {
  L: u32,
  V: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;       // [L, V, V]
@group(0) @binding(2) var<storage, read> shares: array<f32>;       // [V, V], sum to 1
@group(0) @binding(3) var<storage, read_write> lost: array<f32>;   // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let V = params.V;
  var sum = 0.0;
  for (var u = 0u; u < V; u++) {
    var ofRow = 0.0;  // by rows, so that rounding does not grow with their number
    for (var v = 0u; v < V; v++) {
      let count = counts[(l * V + u) * V + v];
      ofRow += select(0.0, shares[u * V + v], count == 0u);
    }
    sum += ofRow;
  }
  lost[l] = sum;
}
