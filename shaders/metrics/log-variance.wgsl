// metrics/log-variance — the logarithm of the generalised variance, for each dimension.
//
//   logVariance[l] = ln det Σ / D = 2 Σ_d (logDeviation_d + logDiagonal_d) / D
//
// logDiagonal is the logarithm of the covariance factor's diagonal, 0 where dimensions are
// independent. Minus infinity as soon as one direction has no spread left.
//
// Axes      L lineages · D dimensions · E rows of a factor: D, or 0 for a diagonal covariance
// Units     natural logarithm of data units²
// Grid      one invocation per l
// Twin      src/kernels/metrics/log-variance.ts

#import grid
#import math/infinity
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
  E: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logDeviation: array<f32>;       // [L, D]
@group(0) @binding(2) var<storage, read> factor: array<f32>;             // [L, E, E]
@group(0) @binding(3) var<storage, read_write> logVariance: array<f32>;  // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  for (var d = 0u; d < params.D; d++) {
    sum += logDeviation[l * params.D + d];
  }
  for (var e = 0u; e < params.E; e++) {
    sum += logarithm(factor[(l * params.E + e) * params.E + e]);
  }
  logVariance[l] = 2.0 * sum / f32(params.D);
  if sum <= 0.5 * LOG_ZERO {
    logVariance[l] = minusInfinity();
  }
}
