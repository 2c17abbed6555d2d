// layers/attention-forward-quads — layers/attention-forward-fours with keys and values gone round.
//
//   out[l, b, m, h W + w] = Σ exp(s - logSums[l, b, h, m]) · value[n, w]        over n ≤ m
//   s = query[m] · key[n] / √W        logSums[l, b, h, m] = ln Σ exp(s)
//
// qkv[l, b, m] holds queries, keys and values side by side, each D wide with its heads of W = D / H one
// after the other. No score is kept: the backward kernels find them again from logSums.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one workgroup, a quad, per (text, head, sixteen positions)
// Close     10⁻⁵ of the largest value
// Source    Vaswani et al. 2017, arXiv:1706.03762, equation 1; Dao et al. 2022, arXiv:2205.14135
// Twin      src/kernels/layers/attention-forward-quads.ts

enable subgroups;

#import layers/attention-quad
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

fn largestOfEach(scores: mat4x4f) -> vec4f {
  let byKey = transpose(scores);
  return max(max(byKey[0], byKey[1]), max(byKey[2], byKey[3]));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let i = workgroupIndex(group, groups);
  if i >= quadCount() {
    return;
  }
  let lane = invocation & 3u;
  let tile = quadTile(i, lane);
  let isInside = tile.place < params.T;
  let fours = params.D / params.H / 4u;
  let own = within(tile.place);
  let queries = partOf(tile, tile.first + own, 0u);
  let outs = headOf(tile, tile.first + own);

  var largest = vec4f(BLOCKED);
  var sum = vec4f(0.0);
  var place = 0u;
  loop {
    let loaded = tile.first + within(place + 4u * lane);
    let keys = partOf(tile, loaded, 1u);
    var scores = Round();  // one column for each query
    var at = 0u;
    loop {
      scores = withProducts(scores, goneRound(qkvAt(keys + at)), qkvAt(queries + at));
      continuing { at++; break if at >= fours; }
    }
    let s0 = visible(scores.m0, place + 4u * lane, own);
    let s1 = visible(scores.m1, place + 4u * (lane ^ 1u), own);
    let s2 = visible(scores.m2, place + 4u * (lane ^ 2u), own);
    let s3 = visible(scores.m3, place + 4u * (lane ^ 3u), own);
    let raised = max(
      max(largest, max(largestOfEach(s0), largestOfEach(s1))),
      max(largestOfEach(s2), largestOfEach(s3)),
    );
    let kept = exponentials(largest - raised);
    largest = raised;
    let weights = Round(
      weightsOf(s0, raised), weightsOf(s1, raised), weightsOf(s2, raised), weightsOf(s3, raised),
    );
    sum = sum * kept + vec4f(1.0) * weights.m0 + vec4f(1.0) * weights.m1
      + vec4f(1.0) * weights.m2 + vec4f(1.0) * weights.m3;
    let values = partOf(tile, loaded, 2u);
    var to = 0u;
    loop {
      var sums = mixture(goneRound(qkvAt(values + to)), weights);
      if isInside {
        if place > 0u {
          sums += scaled(outAt(outs + to), kept);
        }
        if place == quadPlace(i) {
          sums = scaled(sums, 1.0 / sum);
        }
        setOut(outs + to, sums);
      }
      continuing { to++; break if to >= fours; }
    }
    continuing { place += 16u; break if place > quadPlace(i); }
  }
  let all = largest + vec4f(logarithm(sum.x), logarithm(sum.y), logarithm(sum.z), logarithm(sum.w));
  let scoresAt = tile.score + own;
  if isInside {
    logSums[scoresAt.x] = all.x;
    logSums[scoresAt.y] = all.y;
    logSums[scoresAt.z] = all.z;
    logSums[scoresAt.w] = all.w;
  }
}
