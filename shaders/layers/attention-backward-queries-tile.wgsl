// layers/attention-backward-queries-tile — what the entry files share.
//
// Twin      src/kernels/layers/attention-backward-queries.ts

#import grid
#import layers/attention-tile
#import math/exponentials

// The changes of the scores of four queries with four keys from `place` on, per unit of the loss.
fn changesOf(
  products: mat4x4f, slopes: mat4x4f, place: u32, own: vec4u, logSum: vec4f, delta: vec4f,
) -> mat4x4f {
  let scale = inverseRoot();
  let places = place + OFFSETS;
  let none = vec4f(0.0);
  let weights = mat4x4f(
    select(none, exponentials(products[0] * scale - logSum.x), places <= vec4u(own.x)),
    select(none, exponentials(products[1] * scale - logSum.y), places <= vec4u(own.y)),
    select(none, exponentials(products[2] * scale - logSum.z), places <= vec4u(own.z)),
    select(none, exponentials(products[3] * scale - logSum.w), places <= vec4u(own.w)),
  );
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
  let width = params.D / params.H;
  let own = within(tile.place);
  let rows = tile.first + own;
  let queries = partOf(tile, rows, 0u);
  let outs = headOf(tile, rows);

  var delta = vec4f(0.0);
  var at = 0u;
  for (var left = width; left > 0u; left -= min(4u, left)) {
    let values = outAt(outs + at, left);
    let slopes = gradientOutAt(outs + at, left);
    at += STEP;
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
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      let q = qkvAt(queries + at, left);
      products += transpose(qkvAt(keys + at, left)) * q;
      products2 += transpose(qkvAt(keys2 + at, left)) * q;
      let g = gradientOutAt(outs + at, left);
      slopes += transpose(qkvAt(values + at, left)) * g;
      slopes2 += transpose(qkvAt(values2 + at, left)) * g;
      at += STEP;
    }
    let changes = changesOf(products, slopes, place, own, logSum, delta);
    let changes2 = changesOf(products2, slopes2, place + 4u, own, logSum, delta);
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      var sums = qkvAt(keys + at, left) * changes + qkvAt(keys2 + at, left) * changes2;
      if place > 0u || params.accumulate == 1u {
        sums += gradientAt(queries + at, left);
      }
      setGradient(queries + at, left, sums);
      at += STEP;
    }
  }
}
