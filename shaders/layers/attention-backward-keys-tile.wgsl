// layers/attention-backward-keys-tile — what the entry files of attention-backward-keys share.
//
// Twin      src/kernels/layers/attention-backward-keys.ts

#import grid
#import layers/attention-tile
#import math/exponentials

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= tileCount() {
    return;
  }
  let tile = tileOf(i);
  let width = params.D / params.H;
  let scale = inverseRoot();
  let own = within(tile.place);
  let rows = tile.first + own;
  let keys = partOf(tile, rows, 1u);
  let values = partOf(tile, rows, 2u);

  for (var place = tile.place; place < params.T; place += 4u) {
    let queryRows = tile.first + within(place);
    var products = mat4x4f();  // one column for each key
    var slopes = mat4x4f();    // of the weights
    let queries = partOf(tile, queryRows, 0u);
    let outs = headOf(tile, queryRows);
    var at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      products += transpose(qkvAt(queries + at, left)) * qkvAt(keys + at, left);
      slopes += transpose(gradientOutAt(outs + at, left)) * qkvAt(values + at, left);
      at += STEP;
    }
    let scores = tile.score + within(place);
    let logSum = vec4f(
      logSums[scores.x], logSums[scores.y], logSums[scores.z], logSums[scores.w],
    );
    let delta = vec4f(deltas[scores.x], deltas[scores.y], deltas[scores.z], deltas[scores.w]);
    let places = place + OFFSETS;
    let inText = places < vec4u(params.T);
    let none = vec4f(0.0);
    let weights = mat4x4f(
      select(none, exponentials(products[0] * scale - logSum), inText & (places >= vec4u(own.x))),
      select(none, exponentials(products[1] * scale - logSum), inText & (places >= vec4u(own.y))),
      select(none, exponentials(products[2] * scale - logSum), inText & (places >= vec4u(own.z))),
      select(none, exponentials(products[3] * scale - logSum), inText & (places >= vec4u(own.w))),
    );
    let change = mat4x4f(
      weights[0] * (slopes[0] - delta) * scale,
      weights[1] * (slopes[1] - delta) * scale,
      weights[2] * (slopes[2] - delta) * scale,
      weights[3] * (slopes[3] - delta) * scale,
    );
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      var keySums = qkvAt(queries + at, left) * change;
      var valueSums = gradientOutAt(outs + at, left) * weights;
      if place > tile.place || params.accumulate == 1u {
        keySums += gradientAt(keys + at, left);
        valueSums += gradientAt(values + at, left);
      }
      setGradient(keys + at, left, keySums);
      setGradient(values + at, left, valueSums);
      at += STEP;
    }
  }
}
