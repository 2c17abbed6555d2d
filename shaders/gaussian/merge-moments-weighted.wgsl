// gaussian/merge-moments-weighted — gaussian/merge-moments where every chunk has a mass of its own.
//
//   mean = frameMean + e^frameLogDeviation · m        logDeviation = frameLogDeviation + ½ ln v
//
// m and v are mean and variance (divisor: the sum of the weights). Of nothing they are 0.
//
// Axes      L lineages · C chunks · D dimensions
// Grid      one invocation per (l, d)
// Twin      src/kernels/gaussian/merge-moments-weighted.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  C: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> means: array<f32>;               // [L, C, D]
@group(0) @binding(2) var<storage, read> squares: array<f32>;             // [L, C, D]
@group(0) @binding(3) var<storage, read> masses: array<f32>;              // [L, C]
@group(0) @binding(4) var<storage, read> frameMean: array<f32>;           // [L, D]
@group(0) @binding(5) var<storage, read> frameLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(6) var<storage, read_write> mean: array<f32>;          // [L, D]
@group(0) @binding(7) var<storage, read_write> logDeviation: array<f32>;  // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let l = i / params.D;
  let start = l * params.C * params.D + i - l * params.D;

  var mass = 0.0;
  var m = 0.0;
  for (var c = 0u; c < params.C; c++) {
    let own = masses[l * params.C + c];
    if own > 0.0 {
      mass += own;
      m += (means[start + c * params.D] - m) * (own / mass);
    }
  }
  var square = 0.0;
  for (var c = 0u; c < params.C; c++) {
    let at = start + c * params.D;
    let offset = means[at] - m;
    square += squares[at] + masses[l * params.C + c] * offset * offset;
  }

  var variance = 0.0;
  if mass > 0.0 {
    variance = square / mass;
  }
  mean[i] = frameMean[i] + exponential(frameLogDeviation[i]) * m;
  logDeviation[i] = max(LOG_ZERO, frameLogDeviation[i] + 0.5 * logarithm(variance));
}
