// losses/evidence — how likely images are to an autoencoder: what it says of them, less what it had to know.
//
//   evidence[l, m] = Σ_d [t s - ln(1 + e^s)] - Σ_j [e^v + mean² - 1 - v] / 2
//
// with s = logits[l, m, d], t = targets[l, m, d] and v = logVariance. With logits that are decoded from
// the means of a code this is its evidence bound but for the noise of the code.
//
// Axes      L lineages · M rows · D pixels of a row · Y = 2 Z: Z means, then the logarithms of Z variances
// Units     nats; targets from 0 to 1
// Grid      one invocation per (l, m)
// Close     10⁻⁵ relative to the terms of a sum
// Source    Kingma & Welling 2014, arXiv:1312.6114, appendices B and C.1
// Twin      src/kernels/losses/evidence.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  M: u32,
  D: u32,
  Y: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<f32>;          // [L, M, D]
@group(0) @binding(2) var<storage, read> logits: array<f32>;           // [L, M, D]
@group(0) @binding(3) var<storage, read> code: array<f32>;             // [L, M, Y]
@group(0) @binding(4) var<storage, read_write> evidence: array<f32>;   // [L, M]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = gridIndex(invocation, groups);
  if row >= params.L * params.M {
    return;
  }
  var said = 0.0;
  for (var at = row * params.D; at < (row + 1u) * params.D; at++) {
    let s = logits[at];
    said += targets[at] * s - max(s, 0.0) - logarithm(1.0 + exponential(-abs(s)));
  }
  let Z = params.Y / 2u;
  var known = 0.0;
  for (var j = row * params.Y; j < row * params.Y + Z; j++) {
    let mean = code[j];
    let v = code[j + Z];
    known += 0.5 * (exponential(v) + mean * mean - 1.0 - v);
  }
  evidence[row] = said - known;
}
