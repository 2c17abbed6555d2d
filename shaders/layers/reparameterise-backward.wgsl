// layers/reparameterise-backward — what a draw has to say about its mean and spread.
//
//   gradient of mean = g        gradient of logVariance = g · noise · e^(logVariance / 2) / 2
//
// where g is `gradientOut`, and whatever is there is added where `accumulate` is 1.
//
// Axes      L lineages · M rows · Z latent variables · Y = 2 Z, as in the forward kernel
// Grid      one invocation per (l, m, j)
// Close     10⁻⁶ relative
// Source    Kingma & Welling 2014, arXiv:1312.6114
// Twin      src/kernels/layers/reparameterise-backward.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  M: u32,
  Z: u32,
  Y: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> code: array<f32>;               // [L, M, Y]
@group(0) @binding(2) var<storage, read> noise: array<f32>;              // [L, M, Z]
@group(0) @binding(3) var<storage, read> gradientOut: array<f32>;        // [L, M, Z]
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;     // [L, M, Y]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.Z {
    return;
  }
  let row = i / params.Z;
  let mean = row * params.Y + i - row * params.Z;
  let spread = mean + params.Z;
  var ofMean = gradientOut[i];
  var ofSpread = ofMean * noise[i] * 0.5 * exponential(0.5 * code[spread]);
  if params.accumulate != 0u {
    ofMean += gradient[mean];
    ofSpread += gradient[spread];
  }
  gradient[mean] = ofMean;
  gradient[spread] = ofSpread;
}
