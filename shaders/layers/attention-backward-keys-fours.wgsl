// layers/attention-backward-keys-fours — layers/attention-backward-keys, widths in fours.
//
//   gradient of value[n] = Σ p · gradientOut[m]        over m ≥ n
//   gradient of key[n] = Σ p (slope - deltas[l, b, h, m]) · query[m] / √W
//   p and slope as in layers/attention-backward-queries, which gives deltas
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (text, head, four keys)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-keys-fours.ts

#import layers/attention-gradient
#import layers/attention-tile

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

// What four queries have stored.
fn logSumsAt(at: vec4u) -> vec4f {
  return vec4f(logSums[at.x], logSums[at.y], logSums[at.z], logSums[at.w]);
}

fn deltasAt(at: vec4u) -> vec4f {
  return vec4f(deltas[at.x], deltas[at.y], deltas[at.z], deltas[at.w]);
}

// How much each of four queries from `place` on takes of four keys: one column for each key.
fn weightsByKey(products: mat4x4f, logSum: vec4f, place: u32, own: vec4u) -> mat4x4f {
  let scale = inverseRoot();
  let places = place + OFFSETS;
  let inText = places < vec4u(params.T);
  let none = vec4f(0.0);
  return mat4x4f(
    select(none, exponentials(products[0] * scale - logSum), inText & (places >= vec4u(own.x))),
    select(none, exponentials(products[1] * scale - logSum), inText & (places >= vec4u(own.y))),
    select(none, exponentials(products[2] * scale - logSum), inText & (places >= vec4u(own.z))),
    select(none, exponentials(products[3] * scale - logSum), inText & (places >= vec4u(own.w))),
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
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= tileCount() {
    return;
  }
  let tile = tileOf(i);
  let fours = params.D / params.H / 4u;
  let own = within(tile.place);
  let keys = partOf(tile, tile.first + own, 1u);
  let values = partOf(tile, tile.first + own, 2u);

  for (var place = tile.place; place < params.T; place += 8u) {
    let asking = within(place);
    let asking2 = within(place + 4u);
    let queries = partOf(tile, tile.first + asking, 0u);
    let queries2 = partOf(tile, tile.first + asking2, 0u);
    let outs = headOf(tile, tile.first + asking);
    let outs2 = headOf(tile, tile.first + asking2);
    var products = mat4x4f();
    var products2 = mat4x4f();
    var slopes = mat4x4f();  // of the weights
    var slopes2 = mat4x4f();
    for (var at = 0u; at < fours; at++) {
      let k = qkvAt(keys + at);
      products += transpose(qkvAt(queries + at)) * k;
      products2 += transpose(qkvAt(queries2 + at)) * k;
      let v = qkvAt(values + at);
      slopes += transpose(gradientOutAt(outs + at)) * v;
      slopes2 += transpose(gradientOutAt(outs2 + at)) * v;
    }
    let weights = weightsByKey(products, logSumsAt(tile.score + asking), place, own);
    let weights2 = weightsByKey(products2, logSumsAt(tile.score + asking2), place + 4u, own);
    let changes = changesByKey(weights, slopes, deltasAt(tile.score + asking));
    let changes2 = changesByKey(weights2, slopes2, deltasAt(tile.score + asking2));
    for (var at = 0u; at < fours; at++) {
      var keySums = qkvAt(queries + at) * changes + qkvAt(queries2 + at) * changes2;
      var valueSums =
        gradientOutAt(outs + at) * weights + gradientOutAt(outs2 + at) * weights2;
      if place > tile.place || params.accumulate == 1u {
        keySums += gradientAt(keys + at);
        valueSums += gradientAt(values + at);
      }
      setGradient(keys + at, keySums);
      setGradient(values + at, valueSums);
    }
  }
}
