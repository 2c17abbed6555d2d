// layers/reparameterise-forward — a draw from a Gaussian whose mean and spread can be learned.
//
//   z[l, m, j] = mean + e^(logVariance / 2) · noise[l, m, j]
//
// Axes      L lineages · M rows · Z latent variables · Y = 2 Z: the means, then the logarithms of the
//           variances
// Grid      one invocation per (l, m, j)
// Close     10⁻⁶ relative to mean and deviation
// Source    Kingma & Welling 2014, arXiv:1312.6114
// Twin      src/kernels/layers/reparameterise-forward.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  M: u32,
  Z: u32,
  Y: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> code: array<f32>;        // [L, M, Y]
@group(0) @binding(2) var<storage, read> noise: array<f32>;       // [L, M, Z]
@group(0) @binding(3) var<storage, read_write> z: array<f32>;     // [L, M, Z]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.Z {
    return;
  }
  let row = i / params.Z;
  let mean = row * params.Y + i - row * params.Z;
  z[i] = code[mean] + exponential(0.5 * code[mean + params.Z]) * noise[i];
}
