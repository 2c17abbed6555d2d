// markov/count — which tokens texts begin with, and which follow which.
//
//   starts[l, v] += times of every text that begins with v
//   transitions[l, u, v] += times for every place where v follows u
//
// A text counts as often as its weight says where all weights of the lineage are whole numbers, and
// else as often as it was drawn in proportion to them.
//
// Axes      L lineages · N texts of the segment · T tokens · V vocabulary · P rows of the pool
//           R rows of `mass`, `units` and `drawn`: L, or 1 that all lineages share
// Grid      one invocation per (l, n)
// Exact     integers below 2³², so the order of the atomics does not matter
// Twin      src/kernels/markov/count.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  T: u32,
  V: u32,
  R: u32,
  P: u32,
  first: u32,  // of the pool's rows, the first that belongs to the segment
  rows: u32,   // of the N, the first that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> texts: array<u32>;                        // [L, N, T]
@group(0) @binding(2) var<storage, read> mass: array<f32>;                         // [R, 3], see pool/mass
@group(0) @binding(3) var<storage, read> units: array<u32>;                        // [R, P]
@group(0) @binding(4) var<storage, read> drawn: array<u32>;                        // [R, P]
@group(0) @binding(5) var<storage, read_write> starts: array<atomic<u32>>;         // [L, V]
@group(0) @binding(6) var<storage, read_write> transitions: array<atomic<u32>>;    // [L, V, V]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  if n >= params.rows {
    return;
  }
  let r = min(l, params.R - 1u);
  let at = r * params.P + params.first + n;
  var times = drawn[at];
  if mass[3u * r + 2u] > 0.0 {
    times = units[at];
  }
  if times == 0u {
    return;
  }
  var before = texts[i * params.T];
  atomicAdd(&starts[l * params.V + before], times);
  for (var t = 1u; t < params.T; t++) {
    let token = texts[i * params.T + t];
    atomicAdd(&transitions[(l * params.V + before) * params.V + token], times);
    before = token;
  }
}
