// pool/mass — the sum of a segment's weights, the sum of their squares, and whether all are whole.
//
//   mass[l] = (Σ w, Σ w², 1 where every w is an integer, else 0)        w = weight[l, n], n < rows
//
// Axes      L lineages · N samples per lineage
// Grid      one invocation per l
// Close     sums of integers below 2²⁴ exactly, others to 10⁻⁵ relative: by runs of RUN neighbours
// Twin      src/kernels/pool/mass.ts

#import grid

override RUN: u32;

struct Params {
  L: u32,
  N: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weight: array<f32>;      // [L, N], ≥ 0
@group(0) @binding(2) var<storage, read_write> mass: array<f32>;  // [L, 3]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sums = vec2f();
  var whole = true;
  for (var first = 0u; first < params.rows; first += RUN) {
    var run = vec2f();
    for (var n = first; n < min(first + RUN, params.rows); n++) {
      let own = weight[l * params.N + n];
      run += vec2f(own, own * own);
      whole = whole && floor(own) == own;
    }
    sums += run;
  }
  mass[3u * l] = sums.x;
  mass[3u * l + 1u] = sums.y;
  mass[3u * l + 2u] = select(0.0, 1.0, whole);
}
