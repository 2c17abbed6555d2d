// images/likeness — how near the most similar image of another set is.
//
//   scores[l, n] = -min_m |points[l, n] - others[r, m]|²
//
// Axes      L lineages · N images · R sets of M others, L or 1 that all share · F features, a multiple
//           of four
// Units     those of the features, squared
// Grid      one invocation per (l, n)
// Close     10⁻⁵ relative
// Twin      src/kernels/images/likeness.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  N: u32,
  M: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;        // [L, N, F]
@group(0) @binding(2) var<storage, read> others: array<vec4f>;        // [R, M, F]
@group(0) @binding(3) var<storage, read_write> scores: array<f32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let fours = params.F / 4u;
  let theirs = min(i / params.N, params.R - 1u) * params.M;
  var nearest = 3.0e38;
  for (var m = theirs; m < theirs + params.M; m++) {
    var sums = vec4f();
    for (var f = 0u; f < fours; f++) {
      let off = points[i * fours + f] - others[m * fours + f];
      sums += off * off;
    }
    nearest = min(nearest, sums.x + sums.y + sums.z + sums.w);
  }
  scores[i] = -nearest;
}
