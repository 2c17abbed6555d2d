// losses/gaussian — how unlikely numbers are around the means that a model gives, and the gradient of that.
//
//   parts[l, first + part] = scale · Σ [(t - m)² / (2 variance) + ln(2π variance) / 2]    over STRETCH numbers
//   values[l, m, d] ← scale · (m - t) / variance            m = values[l, m, d], t = targets[l, m, d]
//
// Axes      L lineages · M rows · D numbers of a row · S parts of the loss, ⌈D / STRETCH⌉ a row
// Units     nats; `logVariance` is the logarithm of the variance; means in, their gradient out
// Grid      one invocation per part
// Close     10⁻⁶ relative to the terms of a sum
// Source    Kingma & Welling 2014, arXiv:1312.6114, appendix C.2
// Twin      src/kernels/losses/gaussian.ts

#import grid
#import math/exponential

override STRETCH: u32;

struct Params {
  L: u32,
  M: u32,
  D: u32,
  S: u32,
  first: u32,
  scale: f32,
  logVariance: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<f32>;         // [L, M, D]
@group(0) @binding(2) var<storage, read_write> values: array<f32>;    // [L, M, D]
@group(0) @binding(3) var<storage, read_write> parts: array<f32>;     // [L, S]

const LOG_TWO_PI = 1.8378770664;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stretches = (params.D + STRETCH - 1u) / STRETCH;
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * stretches {
    return;
  }
  let row = i / stretches;
  let l = row / params.M;
  let start = (i - row * stretches) * STRETCH;
  let inverse = exponential(-params.logVariance);
  var sum = 0.0;
  for (var d = start; d < min(start + STRETCH, params.D); d++) {
    let at = row * params.D + d;
    let off = values[at] - targets[at];
    sum += 0.5 * (off * off * inverse + params.logVariance + LOG_TWO_PI);
    values[at] = params.scale * off * inverse;
  }
  parts[l * params.S + params.first + i - l * params.M * stretches] = params.scale * sum;
}
