// pool/choose-best — the best of every group of neighbours, by a preference that may waver.
//
//   chosen[l, g] = the n of group g with the largest scores[l, n] + temperature[l] · Gumbel
//
// With a temperature it is n with a chance in proportion to e^(score / temperature) (Luce's choice).
// Only samples that are there are asked; a group without any has its first, with weight 0.
//
// Axes      L lineages · N samples · G groups · R rows of weights: L, or 1 that all lineages share
// Random    index n; the Gumbel noise is -ln(-ln u)
// Grid      one invocation per (l, g)
// Close     equal but where two scores differ by rounding
// Source    Gumbel 1954; Maddison, Tarlow & Minka 2014, arXiv:1411.0030
// Twin      src/kernels/pool/choose-best.ts

#import grid
#import math/logarithm
#import random/philox
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  G: u32,
  R: u32,
  rows: u32,    // the first of the N that count
  size: u32,    // samples of a group; the last may have fewer
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;            // [L, 2]
@group(0) @binding(2) var<storage, read> scores: array<f32>;            // [L, N]
@group(0) @binding(3) var<storage, read> weight: array<f32>;            // [R, N]
@group(0) @binding(4) var<storage, read> temperature: array<f32>;       // [L], ≥ 0
@group(0) @binding(5) var<storage, read_write> chosen: array<u32>;      // [L, G], below rows
@group(0) @binding(6) var<storage, read_write> chosenWeight: array<f32>;  // [L, G]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.G {
    return;
  }
  let l = i / params.G;
  let first = (i - l * params.G) * params.size;
  let own = min(l, params.R - 1u) * params.N;
  var best = first;
  var bestScore = 0.0;
  var bestWeight = 0.0;
  for (var n = first; n < min(params.rows, first + params.size); n++) {
    if weight[own + n] == 0.0 {
      continue;
    }
    var score = scores[l * params.N + n];
    if temperature[l] > 0.0 {
      let u = uniformOf(randomBits(randomAddress(keys[l], params.stream, params.generation, n))).x;
      score -= temperature[l] * logarithm(-logarithm(u));
    }
    if bestWeight == 0.0 || score > bestScore {
      best = n;
      bestScore = score;
      bestWeight = weight[own + n];
    }
  }
  chosen[i] = best;
  chosenWeight[i] = bestWeight;
}
