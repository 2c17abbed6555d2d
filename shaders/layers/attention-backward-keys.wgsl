// layers/attention-backward-keys — the gradients of keys and values, their parts of `gradient`.
//
//   gradient of value[n] = Σ p · gradientOut[m]        over m ≥ n
//   gradient of key[n] = Σ p (slope - deltas[l, b, h, m]) · query[m] / √W
//   p and slope as in layers/attention-backward-queries, which gives deltas
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (l, b, h, t)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-keys.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read> gradientOut: array<f32>;     // [L, B, T, D]
@group(0) @binding(3) var<storage, read> logSums: array<f32>;         // [L, B, H, T]
@group(0) @binding(4) var<storage, read> deltas: array<f32>;          // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;  // [L, B, T, E]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B * params.H * params.T {
    return;
  }
  let textAndHead = i / params.T;
  let text = textAndHead / params.H;
  let width = params.D / params.H;
  let column = (textAndHead - text * params.H) * width;
  let first = text * params.T;
  let place = i - textAndHead * params.T;
  let key = (first + place) * params.E + params.D + column;
  let value = key + params.D;
  let scale = 1.0 / sqrt(f32(width));

  for (var t = place; t < params.T; t++) {
    let query = (first + t) * params.E + column;
    let asking = (first + t) * params.D + column;
    let score = textAndHead * params.T + t;
    var product = 0.0;
    var slope = 0.0;
    for (var w = 0u; w < width; w++) {
      product += qkv[query + w] * qkv[key + w];
      slope += gradientOut[asking + w] * qkv[value + w];
    }
    let weight = exponential(product * scale - logSums[score]);
    let change = weight * (slope - deltas[score]) * scale;
    for (var w = 0u; w < width; w++) {
      var keySum = change * qkv[query + w];
      var valueSum = weight * gradientOut[asking + w];
      if t > place || params.accumulate == 1u {
        keySum += gradient[key + w];
        valueSum += gradient[value + w];
      }
      gradient[key + w] = keySum;
      gradient[value + w] = valueSum;
    }
  }
}
