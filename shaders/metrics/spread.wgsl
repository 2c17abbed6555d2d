// metrics/spread — the deviation of numbers whose dimensions vary about means of their own.
//
//   spread[l] = √(Σ_d e^(2 logDeviation[l, d]) / D)
//
// Axes      L lineages · D dimensions
// Units     those of the numbers
// Grid      one invocation per l
// Close     10⁻⁶ relative
// Twin      src/kernels/metrics/spread.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logDeviation: array<f32>;    // [L, D]
@group(0) @binding(2) var<storage, read_write> spread: array<f32>;    // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  for (var d = 0u; d < params.D; d++) {
    let deviation = exponential(logDeviation[l * params.D + d]);
    sum += deviation * deviation;
  }
  spread[l] = sqrt(sum / f32(params.D));
}
