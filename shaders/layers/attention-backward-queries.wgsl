// layers/attention-backward-queries — the gradient of the queries, its part of `gradient`.
//
//   gradient of query[m] = Σ p (slope - deltas[l, b, h, m]) · key[n] / √W        over n ≤ m
//   p = exp(query[m] · key[n] / √W - logSums[l, b, h, m])        slope = gradientOut[m] · value[n]
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (l, b, h, t)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-queries.ts

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
@group(0) @binding(2) var<storage, read> out: array<f32>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<f32>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;         // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;    // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<f32>;  // [L, B, T, E]

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
  let row = first + i - textAndHead * params.T;
  let query = row * params.E + column;
  let own = row * params.D + column;
  let scale = 1.0 / sqrt(f32(width));

  var delta = 0.0;
  for (var w = 0u; w < width; w++) {
    delta += gradientOut[own + w] * out[own + w];
  }
  deltas[i] = delta;
  for (var n = first; n <= row; n++) {
    let key = n * params.E + params.D + column;
    var product = 0.0;
    var slope = 0.0;
    for (var w = 0u; w < width; w++) {
      product += qkv[query + w] * qkv[key + w];
      slope += gradientOut[own + w] * qkv[key + params.D + w];
    }
    let change = exponential(product * scale - logSums[i]) * (slope - delta) * scale;
    for (var w = 0u; w < width; w++) {
      var sum = change * qkv[key + w];
      if n > first || params.accumulate == 1u {
        sum += gradient[query + w];
      }
      gradient[query + w] = sum;
    }
  }
}
