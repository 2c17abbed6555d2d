// layers/attention-backward-keys-quads — widths in fours, queries gone round.
//
//   gradient of value[n] = Σ p · gradientOut[m]        over m ≥ n
//   gradient of key[n] = Σ p (slope - deltas[l, b, h, m]) · query[m] / √W
//   p and slope as in layers/attention-backward-queries, which gives deltas
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one workgroup, a quad, per (text, head, sixteen keys)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-keys-quads.ts

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
@group(0) @binding(2) var<storage, read> gradientOut: array<vec4f>;     // [L, B, T, D]
@group(0) @binding(3) var<storage, read> logSums: array<f32>;           // [L, B, H, T]
@group(0) @binding(4) var<storage, read> deltas: array<f32>;            // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> gradient: array<vec4f>;  // [L, B, T, E]

// How much each of four queries from `place` on takes of four keys: one column for each key.
fn weightsByKey(products: mat4x4f, logSum: vec4f, place: u32, own: vec4u) -> mat4x4f {
  let scale = inverseRoot();
  let places = place + OFFSETS;
  let inText = places < vec4u(params.T);
  return mat4x4f(
    select(vec4f(), exponentials(products[0] * scale - logSum), inText & (places >= vec4u(own.x))),
    select(vec4f(), exponentials(products[1] * scale - logSum), inText & (places >= vec4u(own.y))),
    select(vec4f(), exponentials(products[2] * scale - logSum), inText & (places >= vec4u(own.z))),
    select(vec4f(), exponentials(products[3] * scale - logSum), inText & (places >= vec4u(own.w))),
  );
}

fn changesByKey(weights: mat4x4f, slopes: mat4x4f, delta: vec4f) -> mat4x4f {
  let scale = inverseRoot();
  return mat4x4f(
    weights[0] * (slopes[0] - delta) * scale,
    weights[1] * (slopes[1] - delta) * scale,
    weights[2] * (slopes[2] - delta) * scale,
    weights[3] * (slopes[3] - delta) * scale,
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
  let keys = partOf(tile, tile.first + own, 1u);
  let values = partOf(tile, tile.first + own, 2u);

  var place = quadPlace(i);
  loop {
    let loaded = within(place + 4u * lane);
    let queries = partOf(tile, tile.first + loaded, 0u);
    let outs = headOf(tile, tile.first + loaded);
    var products = Round();  // one column for each key
    var slopes = Round();    // of the weights
    var at = 0u;
    loop {
      products = withProducts(products, goneRound(qkvAt(queries + at)), qkvAt(keys + at));
      slopes = withProducts(slopes, goneRound(gradientOutAt(outs + at)), qkvAt(values + at));
      continuing { at++; break if at >= fours; }
    }
    let scores = tile.score + loaded;
    let sum = vec4f(logSums[scores.x], logSums[scores.y], logSums[scores.z], logSums[scores.w]);
    let delta = vec4f(deltas[scores.x], deltas[scores.y], deltas[scores.z], deltas[scores.w]);
    let weights = Round(
      weightsByKey(products.m0, sum, place + 4u * lane, own),
      weightsByKey(products.m1, quadSwapX(sum), place + 4u * (lane ^ 1u), own),
      weightsByKey(products.m2, quadSwapY(sum), place + 4u * (lane ^ 2u), own),
      weightsByKey(products.m3, quadSwapDiagonal(sum), place + 4u * (lane ^ 3u), own),
    );
    let changes = Round(
      changesByKey(weights.m0, slopes.m0, delta),
      changesByKey(weights.m1, slopes.m1, quadSwapX(delta)),
      changesByKey(weights.m2, slopes.m2, quadSwapY(delta)),
      changesByKey(weights.m3, slopes.m3, quadSwapDiagonal(delta)),
    );
    var to = 0u;
    loop {
      var keySums = mixture(goneRound(qkvAt(queries + to)), changes);
      var valueSums = mixture(goneRound(gradientOutAt(outs + to)), weights);
      if isInside {
        if place > quadPlace(i) || params.accumulate == 1u {
          keySums += gradientAt(keys + to);
          valueSums += gradientAt(values + to);
        }
        setGradient(keys + to, keySums);
        setGradient(values + to, valueSums);
      }
      continuing { to++; break if to >= fours; }
    }
    continuing { place += 16u; break if place >= params.T; }
  }
}
