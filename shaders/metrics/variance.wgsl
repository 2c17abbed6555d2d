// metrics/variance — the mean variance over dimensions, from deviations as logarithms.
//
//   variance[l] = Σ_d e^(2 logDeviation[l, d]) / D
//
// Axes      L lineages · D dimensions
// Units     data units²
// Grid      one invocation per l
// Twin      src/kernels/metrics/variance.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logDeviation: array<f32>;     // [L, D]
@group(0) @binding(2) var<storage, read_write> variance: array<f32>;   // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  for (var d = 0u; d < params.D; d++) {
    sum += exponential(2.0 * logDeviation[l * params.D + d]);
  }
  variance[l] = sum / f32(params.D);
}
