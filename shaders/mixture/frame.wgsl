// mixture/frame — one scale for all dimensions, in which a pool has about the deviation 1.
//
//   scale² = Σ_d deviation_d² / D + regularisation        leastVariance = regularisation / scale²
//
// One for all, since distances between points are to stay what they are but for their unit.
//
// Axes      L lineages · D dimensions
// Units     `logDeviation` and `scale` of data units, as logarithms; `regularisation` data units²
// Grid      one invocation per l
// Close     10⁻⁶
// Twin      src/kernels/mixture/frame.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logDeviation: array<f32>;          // [L, D]
@group(0) @binding(2) var<storage, read> regularisation: array<f32>;        // [L]
@group(0) @binding(3) var<storage, read_write> scale: array<f32>;           // [L, D], logarithms
@group(0) @binding(4) var<storage, read_write> leastVariance: array<f32>;   // [L], of the frame

// Below e^-40 the square of a length has left what a float holds.
const LEAST_LOG = -40.0;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let least = 0.5 * logarithm(regularisation[l]);
  var largest = max(LEAST_LOG, least);
  for (var d = 0u; d < params.D; d++) {
    largest = max(largest, logDeviation[l * params.D + d]);
  }
  var sum = 0.0;
  for (var d = 0u; d < params.D; d++) {
    sum += exponential(max(-100.0, 2.0 * (logDeviation[l * params.D + d] - largest)));
  }
  let noise = exponential(max(-100.0, 2.0 * (least - largest)));
  let log = max(LEAST_LOG, largest + 0.5 * logarithm(sum / f32(params.D) + noise));
  for (var d = 0u; d < params.D; d++) {
    scale[l * params.D + d] = log;
  }
  leastVariance[l] = exponential(max(-100.0, 2.0 * (least - log)));
}
