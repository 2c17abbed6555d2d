// metrics/wasserstein — squared 2-Wasserstein distance of independent Gaussians to the real data.
//
//   w2[l] = Σ_d (mean - realMean)² + (deviation - slope)² + residual
//
// Slope and residual say how the real distribution of a dimension goes with a standard normal when
// both are sorted alike: its deviation and 0 for a Gaussian. Squares of differences, so that two
// distributions that nearly agree have a distance near 0 and not near a rounding error.
//
// Axes      L lineages · D dimensions
// Units     data units²
// Grid      one invocation per l
// Source    the one-dimensional optimal coupling is monotone: Villani 2003, doi:10.1090/gsm/058
// Twin      src/kernels/metrics/wasserstein.ts

#import grid
#import math/exponential
#import math/infinity

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mean: array<f32>;           // [L, D]
@group(0) @binding(2) var<storage, read> logDeviation: array<f32>;   // [L, D]
@group(0) @binding(3) var<storage, read> realMean: array<f32>;       // [L, D]
@group(0) @binding(4) var<storage, read> slope: array<f32>;          // [L, D]
@group(0) @binding(5) var<storage, read> residual: array<f32>;       // [L, D]
@group(0) @binding(6) var<storage, read_write> w2: array<f32>;       // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  var isFinite = true;
  for (var i = l * params.D; i < (l + 1u) * params.D; i++) {
    let offset = mean[i] - realMean[i];
    isFinite = isFinite && logDeviation[i] < LARGEST_LOG_DEVIATION && abs(offset) < LARGEST_LENGTH;
    let narrowing = exponential(logDeviation[i]) - slope[i];
    sum += offset * offset + narrowing * narrowing + residual[i];
  }
  w2[l] = sum;
  if !isFinite {
    w2[l] = plusInfinity();
  }
}
