// layers/attention-forward-fours — layers/attention-forward for heads of a width in fours.
//
//   out[l, b, m, h W + w] = Σ exp(s - logSums[l, b, h, m]) · value[n, w]        over n ≤ m
//   s = query[m] · key[n] / √W        logSums[l, b, h, m] = ln Σ exp(s)
//
// qkv[l, b, m] holds queries, keys and values side by side, each D wide with its heads of W = D / H one
// after the other. No score is kept: the backward kernels find them again from logSums.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (text, head, four positions)
// Close     10⁻⁵ of the largest value
// Source    Vaswani et al. 2017, arXiv:1706.03762, equation 1; Dao et al. 2022, arXiv:2205.14135
// Twin      src/kernels/layers/attention-forward-fours.ts

#import layers/attention-tile
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
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read_write> out: array<vec4f>;       // [L, B, T, D]
@group(0) @binding(3) var<storage, read_write> logSums: array<f32>;     // [L, B, H, T]

fn outAt(at: vec4u) -> mat4x4f {
  return mat4x4f(out[at.x], out[at.y], out[at.z], out[at.w]);
}

fn setOut(at: vec4u, fours: mat4x4f) {
  out[at.x] = fours[0];
  out[at.y] = fours[1];
  out[at.z] = fours[2];
  out[at.w] = fours[3];
}

fn largestOf(x: vec4f) -> f32 {
  return max(max(x.x, x.y), max(x.z, x.w));
}

fn largestOfEach(scores: mat4x4f) -> vec4f {
  return vec4f(
    largestOf(scores[0]), largestOf(scores[1]), largestOf(scores[2]), largestOf(scores[3]),
  );
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= tileCount() {
    return;
  }
  let tile = tileOf(i);
  let fours = params.D / params.H / 4u;
  let own = within(tile.place);
  let rows = tile.first + own;
  let queries = partOf(tile, rows, 0u);
  let outs = headOf(tile, rows);

  var largest = vec4f(BLOCKED);
  var sum = vec4f(0.0);
  let end = min(tile.place + 4u, params.T);
  for (var place = 0u; place < end; place += 8u) {
    let keys = partOf(tile, tile.first + within(place), 1u);
    let keys2 = partOf(tile, tile.first + within(place + 4u), 1u);
    var scores = mat4x4f();  // one column for each query
    var scores2 = mat4x4f();
    for (var at = 0u; at < fours; at++) {
      let q = qkvAt(queries + at);
      scores += transpose(qkvAt(keys + at)) * q;
      scores2 += transpose(qkvAt(keys2 + at)) * q;
    }
    scores = visible(scores, place, own);
    scores2 = visible(scores2, place + 4u, own);
    let raised = max(largest, max(largestOfEach(scores), largestOfEach(scores2)));
    let kept = exponentials(largest - raised);
    largest = raised;
    let weights = weightsOf(scores, raised);
    let weights2 = weightsOf(scores2, raised);
    sum = sum * kept + vec4f(1.0) * weights + vec4f(1.0) * weights2;
    let values = partOf(tile, tile.first + within(place), 2u);
    let values2 = partOf(tile, tile.first + within(place + 4u), 2u);
    for (var at = 0u; at < fours; at++) {
      var sums = qkvAt(values + at) * weights + qkvAt(values2 + at) * weights2;
      if place > 0u {
        sums += scaled(outAt(outs + at), kept);
      }
      if place + 8u >= end {
        sums = scaled(sums, 1.0 / sum);
      }
      setOut(outs + at, sums);
    }
  }
  let each = largest + vec4f(
    logarithm(sum.x), logarithm(sum.y), logarithm(sum.z), logarithm(sum.w),
  );
  let scoresAt = tile.score + own;
  logSums[scoresAt.x] = each.x;
  logSums[scoresAt.y] = each.y;
  logSums[scoresAt.z] = each.z;
  logSums[scoresAt.w] = each.w;
}
