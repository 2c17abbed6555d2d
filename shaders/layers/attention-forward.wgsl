// layers/attention-forward — what each position gathers from itself and all before it.
//
//   out[l, b, m, h W + w] = Σ exp(s - logSums[l, b, h, m]) · value[n, w]        over n ≤ m
//   s = query[m] · key[n] / √W        logSums[l, b, h, m] = ln Σ exp(s)
//
// qkv[l, b, m] holds queries, keys and values side by side, each D wide with its heads of W = D / H one
// after the other. No score is kept: the backward kernels find them again from logSums.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (l, b, h, t); layers/attention-forward-fours is faster
// Close     10⁻⁵ of the largest value
// Source    the running softmax of Milakov & Gimelshein 2018, arXiv:1805.02867, for equation 1 of
//           Vaswani et al. 2017, arXiv:1706.03762
// Twin      src/kernels/layers/attention-forward.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;            // [L, B, T, E]
@group(0) @binding(2) var<storage, read_write> out: array<f32>;      // [L, B, T, D]
@group(0) @binding(3) var<storage, read_write> logSums: array<f32>;  // [L, B, H, T]

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

  var largest = -1e30;
  var sum = 0.0;
  for (var n = first; n <= row; n++) {
    let key = n * params.E + params.D + column;
    var score = 0.0;
    for (var w = 0u; w < width; w++) {
      score += qkv[query + w] * qkv[key + w];
    }
    score *= 1.0 / sqrt(f32(width));
    let raised = max(largest, score);
    let kept = exponential(largest - raised);
    let weight = exponential(score - raised);
    largest = raised;
    sum = sum * kept + weight;
    for (var w = 0u; w < width; w++) {
      var total = weight * qkv[key + params.D + w];
      if n > first {
        total += kept * out[own + w];
      }
      out[own + w] = total;
    }
  }
  for (var w = 0u; w < width; w++) {
    out[own + w] /= sum;
  }
  logSums[i] = largest + logarithm(sum);
}
