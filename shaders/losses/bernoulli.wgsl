// losses/bernoulli — how unlikely pixels are under the odds that a model gives, and the gradient of that.
//
//   parts[l, first + part] = scale · Σ [ln(1 + e^s) - t s]        over STRETCH pixels of one row
//   values[l, m, d] ← scale · (1 / (1 + e^-s) - t)                 s = values[l, m, d], t = targets[l, m, d]
//
// Axes      L lineages · M rows · D pixels of a row · S parts of the loss, ⌈D / STRETCH⌉ a row
// Units     nats; logits in, their gradient out; targets from 0 to 1
// Grid      one invocation per part
// Close     10⁻⁶ relative to the terms of a sum
// Source    Kingma & Welling 2014, arXiv:1312.6114, appendix C.1
// Twin      src/kernels/losses/bernoulli.ts

#import grid
#import math/exponential
#import math/logarithm

override STRETCH: u32;

struct Params {
  L: u32,
  M: u32,
  D: u32,
  S: u32,
  first: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<f32>;         // [L, M, D]
@group(0) @binding(2) var<storage, read_write> values: array<f32>;    // [L, M, D]
@group(0) @binding(3) var<storage, read_write> parts: array<f32>;     // [L, S]

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
  var sum = 0.0;
  for (var d = start; d < min(start + STRETCH, params.D); d++) {
    let at = row * params.D + d;
    let s = values[at];
    let t = targets[at];
    let e = exponential(-abs(s));  // at most 1
    sum += max(s, 0.0) + logarithm(1.0 + e) - t * s;
    values[at] = params.scale * (select(e, 1.0, s >= 0.0) / (1.0 + e) - t);
  }
  parts[l * params.S + params.first + i - l * params.M * stretches] = params.scale * sum;
}
