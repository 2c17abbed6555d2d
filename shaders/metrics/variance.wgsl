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
#import math/infinity

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
  var isFinite = true;
  for (var d = 0u; d < params.D; d++) {
    let logarithm = logDeviation[l * params.D + d];
    isFinite = isFinite && logarithm < LARGEST_LOG_DEVIATION;
    // the share of each dimension, so that the sum is no larger than the largest
    let deviation = exponential(min(logarithm, LARGEST_LOG_DEVIATION));
    sum += deviation / f32(params.D) * deviation;
  }
  variance[l] = sum;
  if !isFinite {
    variance[l] = plusInfinity();
  }
}
