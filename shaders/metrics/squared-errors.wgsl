// metrics/squared-errors — how far numbers are from others, in the mean, by row.
//
//   sums[l, m] = Σ_d (a[l, m, d] - b[l, m, d])² / (M D)
//
// Axes      L lineages · R lineages of b, L or 1 that all share · M rows · D numbers of a row
// Units     the square of those of the numbers; the sums add up to the mean over all of them
// Grid      one invocation per (l, m)
// Close     10⁻⁶ relative
// Twin      src/kernels/metrics/squared-errors.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  M: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;              // [L, M, D]
@group(0) @binding(2) var<storage, read> b: array<f32>;              // [R, M, D]
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;     // [L, M]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M {
    return;
  }
  let l = i / params.M;
  let ofA = i * params.D;
  let ofB = (min(l, params.R - 1u) * params.M + i - l * params.M) * params.D;
  var sum = 0.0;
  for (var d = 0u; d < params.D; d++) {
    let off = a[ofA + d] - b[ofB + d];
    sum += off * off;
  }
  sums[i] = sum / f32(params.D) / f32(params.M);
}
