// layers/attention-backward-keys-tile — what the entry files of attention-backward-keys share.
//
// Twin      src/kernels/layers/attention-backward-keys.ts

#import grid
#import layers/attention-tile
#import math/exponentials

// What four queries have stored.
fn logSumsAt(at: vec4u) -> vec4f {
  return vec4f(logSums[at.x], logSums[at.y], logSums[at.z], logSums[at.w]);
}

fn deltasAt(at: vec4u) -> vec4f {
  return vec4f(deltas[at.x], deltas[at.y], deltas[at.z], deltas[at.w]);
}

// How much each of four queries from `place` on takes of four keys: one column for each key.
fn weightsOf(products: mat4x4f, logSum: vec4f, place: u32, own: vec4u) -> mat4x4f {
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

fn changesOf(weights: mat4x4f, slopes: mat4x4f, delta: vec4f) -> mat4x4f {
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
  let width = params.D / params.H;
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
    var at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      let k = qkvAt(keys + at, left);
      products += transpose(qkvAt(queries + at, left)) * k;
      products2 += transpose(qkvAt(queries2 + at, left)) * k;
      let v = qkvAt(values + at, left);
      slopes += transpose(gradientOutAt(outs + at, left)) * v;
      slopes2 += transpose(gradientOutAt(outs2 + at, left)) * v;
      at += STEP;
    }
    let weights = weightsOf(products, logSumsAt(tile.score + asking), place, own);
    let weights2 = weightsOf(products2, logSumsAt(tile.score + asking2), place + 4u, own);
    let changes = changesOf(weights, slopes, deltasAt(tile.score + asking));
    let changes2 = changesOf(weights2, slopes2, deltasAt(tile.score + asking2));
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      var keySums = qkvAt(queries + at, left) * changes + qkvAt(queries2 + at, left) * changes2;
      var valueSums =
        gradientOutAt(outs + at, left) * weights + gradientOutAt(outs2 + at, left) * weights2;
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
