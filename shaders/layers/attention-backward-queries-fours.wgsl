// layers/attention-backward-queries-fours — layers/attention-backward-queries, widths in fours.
//
//   gradient of query[m] = Σ p (slope - deltas[l, b, h, m]) · key[n] / √W        over n ≤ m
//   p = exp(query[m] · key[n] / √W - logSums[l, b, h, m])        slope = gradientOut[m] · value[n]
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (text, head, four queries)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-queries-fours.ts

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
@group(0) @binding(2) var<storage, read> out: array<vec4f>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<vec4f>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;           // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;      // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<vec4f>;  // [L, B, T, E]

fn outAt(at: vec4u) -> mat4x4f {
  return mat4x4f(out[at.x], out[at.y], out[at.z], out[at.w]);
}

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

  var delta = vec4f(0.0);
  for (var at = 0u; at < fours; at++) {
    let values = outAt(outs + at);
    let slopes = gradientOutAt(outs + at);
    delta += vec4f(
      dot(values[0], slopes[0]),
      dot(values[1], slopes[1]),
      dot(values[2], slopes[2]),
      dot(values[3], slopes[3]),
    );
  }
  let scores = tile.score + own;
  deltas[scores.x] = delta.x;
  deltas[scores.y] = delta.y;
  deltas[scores.z] = delta.z;
  deltas[scores.w] = delta.w;
  let logSum = vec4f(
    logSums[scores.x], logSums[scores.y], logSums[scores.z], logSums[scores.w],
  );

  for (var place = 0u; place < min(tile.place + 4u, params.T); place += 8u) {
    let keyRows = tile.first + within(place);
    let keyRows2 = tile.first + within(place + 4u);
    let keys = partOf(tile, keyRows, 1u);
    let keys2 = partOf(tile, keyRows2, 1u);
    let values = partOf(tile, keyRows, 2u);
    let values2 = partOf(tile, keyRows2, 2u);
    var products = mat4x4f();  // one column for each query
    var products2 = mat4x4f();
    var slopes = mat4x4f();    // of the weights
    var slopes2 = mat4x4f();
    for (var at = 0u; at < fours; at++) {
      let q = qkvAt(queries + at);
      products += transpose(qkvAt(keys + at)) * q;
      products2 += transpose(qkvAt(keys2 + at)) * q;
      let g = gradientOutAt(outs + at);
      slopes += transpose(qkvAt(values + at)) * g;
      slopes2 += transpose(qkvAt(values2 + at)) * g;
    }
    let weights = weightsOf(visible(products, place, own), logSum);
    let weights2 = weightsOf(visible(products2, place + 4u, own), logSum);
    let changes = changesOf(weights, slopes, delta);
    let changes2 = changesOf(weights2, slopes2, delta);
    for (var at = 0u; at < fours; at++) {
      var sums = qkvAt(keys + at) * changes + qkvAt(keys2 + at) * changes2;
      if place > 0u || params.accumulate == 1u {
        sums += gradientAt(queries + at);
      }
      setGradient(queries + at, sums);
    }
  }
}
