// layers/attention-backward-queries-tile — what the entry files share.
//
// Twin      src/kernels/layers/attention-backward-queries.ts

#import grid
#import layers/attention-tile
#import math/exponentials

// The change of the scores of one query, per unit of its slopes.
fn changes(products: vec4f, slopes: vec4f, delta: f32, logSum: f32, sees: vec4<bool>) -> vec4f {
  let scale = inverseRoot();
  let weights = exponentials(products * scale - logSum);
  return select(vec4f(0.0), weights * (slopes - delta) * scale, sees);
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

  for (var place = 0u; place < min(tile.place + 4u, params.T); place += 4u) {
    let keyRows = tile.first + within(place);
    var products = mat4x4f();  // one column for each query
    var slopes = mat4x4f();    // of the weights
    let keys = partOf(tile, keyRows, 1u);
    let values = partOf(tile, keyRows, 2u);
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      products += transpose(qkvAt(keys + at, left)) * qkvAt(queries + at, left);
      slopes += transpose(qkvAt(values + at, left)) * gradientOutAt(outs + at, left);
      at += STEP;
    }
    let places = place + OFFSETS;
    let change = mat4x4f(
      changes(products[0], slopes[0], delta.x, logSum.x, places <= vec4u(own.x)),
      changes(products[1], slopes[1], delta.y, logSum.y, places <= vec4u(own.y)),
      changes(products[2], slopes[2], delta.z, logSum.z, places <= vec4u(own.z)),
      changes(products[3], slopes[3], delta.w, logSum.w, places <= vec4u(own.w)),
    );
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      var sums = qkvAt(keys + at, left) * change;
      if place > 0u || params.accumulate == 1u {
        sums += gradientAt(queries + at, left);
      }
      setGradient(queries + at, left, sums);
      at += STEP;
    }
  }
}
