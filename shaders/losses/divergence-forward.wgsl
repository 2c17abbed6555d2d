// losses/divergence-forward — how far the Gaussians of a code are from the standard normal.
//
//   parts[l, first + m] = scale · beta[l] · Σ_j [e^v + mean² - 1 - v] / 2        v = logVariance
//
// Axes      L lineages · M rows · Y = 2 Z: Z means, then the logarithms of Z variances · S parts of the loss
// Units     nats
// Grid      one invocation per (l, m)
// Close     10⁻⁶ relative to the terms of a sum
// Source    Kingma & Welling 2014, arXiv:1312.6114, appendix B; β: Higgins et al. 2017,
//           https://openreview.net/forum?id=Sy2fzU9gl
// Twin      src/kernels/losses/divergence-forward.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  M: u32,
  Y: u32,
  S: u32,
  first: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> code: array<f32>;           // [L, M, Y]
@group(0) @binding(2) var<storage, read> beta: array<f32>;           // [L]
@group(0) @binding(3) var<storage, read_write> parts: array<f32>;    // [L, S]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = gridIndex(invocation, groups);
  if row >= params.L * params.M {
    return;
  }
  let l = row / params.M;
  let Z = params.Y / 2u;
  var sum = 0.0;
  for (var j = row * params.Y; j < row * params.Y + Z; j++) {
    let mean = code[j];
    let v = code[j + Z];
    sum += 0.5 * (exponential(v) + mean * mean - 1.0 - v);
  }
  parts[l * params.S + params.first + row - l * params.M] = params.scale * beta[l] * sum;
}
