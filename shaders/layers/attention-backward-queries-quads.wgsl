// layers/attention-backward-queries-quads — widths in fours, keys and values gone round.
//
//   gradient of query[m] = Σ p (slope - deltas[l, b, h, m]) · key[n] / √W        over n ≤ m
//   p = exp(query[m] · key[n] / √W - logSums[l, b, h, m])        slope = gradientOut[m] · value[n]
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one workgroup, a quad, per (text, head, sixteen queries)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-queries-quads.ts

enable subgroups;

#import layers/attention-gradient
#import layers/attention-quad

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
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read> out: array<vec4f>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<vec4f>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;           // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;      // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<vec4f>;  // [L, B, T, E]

// The changes of the scores of four queries with four keys.
fn changesOf(weights: mat4x4f, slopes: mat4x4f, delta: vec4f) -> mat4x4f {
  let scale = inverseRoot();
  return mat4x4f(
    weights[0] * (slopes[0] - delta.x) * scale,
    weights[1] * (slopes[1] - delta.y) * scale,
    weights[2] * (slopes[2] - delta.z) * scale,
    weights[3] * (slopes[3] - delta.w) * scale,
  );
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

  var delta = vec4f(0.0);
  var d = 0u;
  loop {
    let x = outs + d;
    let o = mat4x4f(out[x.x], out[x.y], out[x.z], out[x.w]);
    let g = gradientOutAt(outs + d);
    delta += vec4f(dot(o[0], g[0]), dot(o[1], g[1]), dot(o[2], g[2]), dot(o[3], g[3]));
    continuing { d++; break if d >= fours; }
  }
  let scores = tile.score + own;
  let logSum = vec4f(logSums[scores.x], logSums[scores.y], logSums[scores.z], logSums[scores.w]);
  if isInside {
    deltas[scores.x] = delta.x;
    deltas[scores.y] = delta.y;
    deltas[scores.z] = delta.z;
    deltas[scores.w] = delta.w;
  }

  var place = 0u;
  loop {
    let loaded = tile.first + within(place + 4u * lane);
    let keys = partOf(tile, loaded, 1u);
    let values = partOf(tile, loaded, 2u);
    var products = Round();  // one column for each query
    var slopes = Round();    // of the weights
    var at = 0u;
    loop {
      products = withProducts(products, goneRound(qkvAt(keys + at)), qkvAt(queries + at));
      slopes = withProducts(slopes, goneRound(qkvAt(values + at)), gradientOutAt(outs + at));
      continuing { at++; break if at >= fours; }
    }
    let w0 = weightsOf(visible(products.m0, place + 4u * lane, own), logSum);
    let w1 = weightsOf(visible(products.m1, place + 4u * (lane ^ 1u), own), logSum);
    let w2 = weightsOf(visible(products.m2, place + 4u * (lane ^ 2u), own), logSum);
    let w3 = weightsOf(visible(products.m3, place + 4u * (lane ^ 3u), own), logSum);
    let changes = Round(
      changesOf(w0, slopes.m0, delta),
      changesOf(w1, slopes.m1, delta),
      changesOf(w2, slopes.m2, delta),
      changesOf(w3, slopes.m3, delta),
    );
    var to = 0u;
    loop {
      var sums = mixture(goneRound(qkvAt(keys + to)), changes);
      if isInside {
        if place > 0u || params.accumulate == 1u {
          sums += gradientAt(queries + to);
        }
        setGradient(queries + to, sums);
      }
      continuing { to++; break if to >= fours; }
    }
    continuing { place += 16u; break if place > quadPlace(i); }
  }
}
