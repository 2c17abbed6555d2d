// metrics/neighbour-counts — how many points of another set are close, or have one in their own ball.
//
//   counts[l, n] = |{m : |points[l, n] - others[l, m]|² ≤ bound}|
//
// where the bound is radius[l, n], of the point itself, for `own` = 1, and radius[l, m] of the other for 0.
//
// Axes      L lineages; Q, R and S are L or 1 that all share · N points · M others · F features, a
//           multiple of four · E radii, N for `own` = 1 and M for 0
// Units     those of the features, squared
// Grid      one invocation per (l, n)
// Exact     but where a distance is within rounding of a radius
// Source    Naeem et al. 2020, arXiv:2002.09797
// Twin      src/kernels/metrics/neighbour-counts.ts

#import grid

struct Params {
  L: u32,
  Q: u32,
  R: u32,
  S: u32,
  N: u32,
  M: u32,
  F: u32,
  E: u32,
  own: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;        // [Q, N, F]
@group(0) @binding(2) var<storage, read> others: array<vec4f>;        // [R, M, F]
@group(0) @binding(3) var<storage, read> radius: array<f32>;          // [S, E]
@group(0) @binding(4) var<storage, read_write> counts: array<f32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  let fours = params.F / 4u;
  let mine = (min(l, params.Q - 1u) * params.N + n) * fours;
  let theirs = min(l, params.R - 1u) * params.M * fours;
  let bounds = min(l, params.S - 1u) * params.E;
  var count = 0u;
  for (var m = 0u; m < params.M; m++) {
    var sums = vec4f();
    for (var f = 0u; f < fours; f++) {
      let off = points[mine + f] - others[theirs + m * fours + f];
      sums += off * off;
    }
    let bound = radius[bounds + select(m, n, params.own != 0u)];
    count += select(0u, 1u, sums.x + sums.y + sums.z + sums.w <= bound);
  }
  counts[i] = f32(count);
}
