// metrics/neighbour-radius — how far the NEIGHBOURS-th nearest other point of a set is.
//
//   radius[r, n] = the squared distance from points[r, n] to the NEIGHBOURS-th nearest points[r, m], m ≠ n
//
// Axes      R sets · N points, more than NEIGHBOURS · F features, a multiple of four
// Units     those of the features, squared
// Grid      one invocation per (r, n)
// Close     10⁻⁵ relative
// Source    Kynkäänniemi et al. 2019, arXiv:1904.06991
// Twin      src/kernels/metrics/neighbour-radius.ts

#import grid

override NEIGHBOURS: u32;  // at most 8

struct Params {
  R: u32,
  N: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;        // [R, N, F]
@group(0) @binding(2) var<storage, read_write> radius: array<f32>;    // [R, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.R * params.N {
    return;
  }
  let r = i / params.N;
  let fours = params.F / 4u;
  var nearest: array<f32, 8>;  // ascending
  for (var k = 0u; k < NEIGHBOURS; k++) {
    nearest[k] = 3.0e38;
  }
  for (var m = r * params.N; m < (r + 1u) * params.N; m++) {
    if m == i {
      continue;
    }
    var sums = vec4f();
    for (var f = 0u; f < fours; f++) {
      let off = points[i * fours + f] - points[m * fours + f];
      sums += off * off;
    }
    var distance = sums.x + sums.y + sums.z + sums.w;
    for (var k = 0u; k < NEIGHBOURS; k++) {
      let smaller = min(nearest[k], distance);
      distance = max(nearest[k], distance);
      nearest[k] = smaller;
    }
  }
  radius[i] = nearest[NEIGHBOURS - 1u];
}
