// losses/divergence-backward — the gradient of losses/divergence-forward.
//
//   gradient of mean = scale · beta[l] · mean        of logVariance = scale · beta[l] · (e^logVariance - 1) / 2
//
// and whatever is there is added where `accumulate` is 1.
//
// Axes      L lineages · M rows · Y = 2 Z: Z means, then the logarithms of Z variances
// Grid      one invocation per (l, m, j)
// Close     10⁻⁶ relative, 10⁻⁷ absolute near logVariance = 0
// Source    Kingma & Welling 2014, arXiv:1312.6114, appendix B
// Twin      src/kernels/losses/divergence-backward.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  M: u32,
  Y: u32,
  scale: f32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> code: array<f32>;               // [L, M, Y]
@group(0) @binding(2) var<storage, read> beta: array<f32>;               // [L]
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;     // [L, M, Y]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.Y {
    return;
  }
  let row = i / params.Y;
  var slope = code[i];
  if i - row * params.Y >= params.Y / 2u {
    slope = 0.5 * (exponential(slope) - 1.0);
  }
  var sum = params.scale * beta[row / params.M] * slope;
  if params.accumulate != 0u {
    sum += gradient[i];
  }
  gradient[i] = sum;
}
