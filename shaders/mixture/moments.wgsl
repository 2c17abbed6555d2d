// mixture/moments — mean and covariance of a whole mixture.
//
//   mean = Σ_k w_k center_k        covariance = Σ_k w_k (root_k root_kᵀ + (center_k - mean) (…)ᵀ)
//
// Axes      L lineages · K components · D dimensions
// Units     components in the coordinates of the frame, the result in data units
// Grid      one invocation per l
// Close     10⁻⁵
// Twin      src/kernels/mixture/moments.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  K: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weight: array<f32>;              // [L, K]
@group(0) @binding(2) var<storage, read> center: array<f32>;              // [L, K, D]
@group(0) @binding(3) var<storage, read> root: array<f32>;                // [L, K, D, D]
@group(0) @binding(4) var<storage, read> frameMean: array<f32>;           // [L, D]
@group(0) @binding(5) var<storage, read> frameLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(6) var<storage, read_write> mean: array<f32>;          // [L, D]
@group(0) @binding(7) var<storage, read_write> logDeviation: array<f32>;  // [L, D]
@group(0) @binding(8) var<storage, read_write> factor: array<f32>;        // [L, D, D]

fn middleOf(l: u32, d: u32) -> f32 {
  var sum = 0.0;
  for (var at = l * params.K; at < (l + 1u) * params.K; at++) {
    sum += weight[at] * center[at * params.D + d];
  }
  return sum;
}

fn covarianceOf(l: u32, i: u32, j: u32) -> f32 {
  let D = params.D;
  let iMiddle = middleOf(l, i);
  let jMiddle = middleOf(l, j);
  var sum = 0.0;
  for (var at = l * params.K; at < (l + 1u) * params.K; at++) {
    var product = (center[at * D + i] - iMiddle) * (center[at * D + j] - jMiddle);
    for (var m = 0u; m <= j; m++) {
      product += root[(at * D + i) * D + m] * root[(at * D + j) * D + m];
    }
    sum += weight[at] * product;
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  for (var i = 0u; i < D; i++) {
    let deviation = sqrt(covarianceOf(l, i, i));
    let log = frameLogDeviation[l * D + i];
    mean[l * D + i] = frameMean[l * D + i] + exponential(log) * middleOf(l, i);
    logDeviation[l * D + i] = max(LOG_ZERO, log + logarithm(deviation));
    // The root of the correlations, whose rows have length 1.
    let row = (l * D + i) * D;
    var rest = 1.0;
    for (var j = 0u; j < i; j++) {
      let other = (l * D + j) * D;
      var entry = 0.0;
      if deviation > 0.0 && factor[other + j] > 0.0 {
        entry = covarianceOf(l, i, j) / (deviation * sqrt(covarianceOf(l, j, j)));
        for (var m = 0u; m < j; m++) {
          entry -= factor[row + m] * factor[other + m];
        }
        entry /= factor[other + j];
      }
      factor[row + j] = entry;
      rest -= entry * entry;
    }
    factor[row + i] = sqrt(max(0.0, rest));
    for (var j = i + 1u; j < D; j++) {
      factor[row + j] = 0.0;
    }
  }
}
