// pool/mean-scores — the mean score of all samples, and of those that were chosen among them.
//
//   ofAll = Σ w · score / Σ w        ofChosen = Σ v · score[chosen] / Σ v        NaN of nothing
//
// What has the logarithm of zero for a score, as a text has that no grammar gives, is left out.
//
// Axes      L lineages · N samples · G chosen ones · R rows of weights, Q of choices: L, or 1 that all share
// Units     those of the scores
// Grid      one invocation per l
// Close     10⁻⁵ of the largest score
// Twin      src/kernels/pool/mean-scores.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  G: u32,
  R: u32,
  Q: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;           // [L, N]
@group(0) @binding(2) var<storage, read> weight: array<f32>;           // [R, N], w
@group(0) @binding(3) var<storage, read> chosen: array<u32>;           // [Q, G], below N
@group(0) @binding(4) var<storage, read> chosenWeight: array<f32>;     // [L, G], v
@group(0) @binding(5) var<storage, read_write> ofAll: array<f32>;      // [L]
@group(0) @binding(6) var<storage, read_write> ofChosen: array<f32>;   // [L]

// The mean so far, and the weight that it stands for.
fn joined(before: vec2f, score: f32, own: f32) -> vec2f {
  if own == 0.0 || score <= LOG_ZERO {
    return before;
  }
  let mass = before.y + own;
  return vec2f(before.x + (score - before.x) * (own / mass), mass);
}

// As an integer, since a compiler may assume that a float is a number.
fn meanOf(found: vec2f) -> f32 {
  var bits = 0x7fc00000u;
  if found.y > 0.0 {
    bits = bitcast<u32>(found.x);
  }
  return bitcast<f32>(bits);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let row = min(l, params.R - 1u) * params.N;
  var mean = vec2f();
  for (var n = 0u; n < params.rows; n++) {
    mean = joined(mean, scores[l * params.N + n], weight[row + n]);
  }
  ofAll[l] = meanOf(mean);
  mean = vec2f();
  let choices = min(l, params.Q - 1u) * params.G;
  for (var g = 0u; g < params.G; g++) {
    let n = chosen[choices + g];
    mean = joined(mean, scores[l * params.N + n], chosenWeight[l * params.G + g]);
  }
  ofChosen[l] = meanOf(mean);
}
