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
  let scale = 1.0 / sqrt(f32(width));
  let rows = rowsOf(tile, tile.place);
  let places = vec4u(tile.place) + OFFSETS;
  let count = min(4u, params.T - tile.place);

  for (var place = tile.place; place < params.T; place += 4u) {
    let queryRows = rowsOf(tile, place);
    let queries = scoresOf(tile, place);
    var scores = mat4x4f();  // one column for each key
    var slopes = mat4x4f();  // of the weights
    for (var w = 0u; w < width; w += 4u) {
      let column = tile.column + w;
      let left = columnsLeft(w);
      scores += transpose(queriesAt(queryRows, column, left)) * keysAt(rows, column, left);
      slopes += transpose(gradientOutAt(queryRows, column, left)) * valuesAt(rows, column, left);
    }
    var logSum = vec4f(0.0);
    var delta = vec4f(0.0);
    for (var q = 0u; q < 4u; q++) {
      logSum[q] = logSums[queries[q]];
      delta[q] = deltas[queries[q]];
    }
    let queryPlaces = vec4u(place) + OFFSETS;
    let inText = queryPlaces < vec4u(params.T);
    for (var k = 0u; k < 4u; k++) {
      let sees = inText & (queryPlaces >= vec4u(places[k]));
      scores[k] = select(vec4f(0.0), exponentials(scores[k] * scale - logSum), sees);
      slopes[k] = scores[k] * (slopes[k] - delta) * scale;
    }
    for (var w = 0u; w < width; w += 4u) {
      let column = tile.column + w;
      let left = columnsLeft(w);
      var keySums = queriesAt(queryRows, column, left) * slopes;
      var valueSums = gradientOutAt(queryRows, column, left) * scores;
      if place > tile.place || params.accumulate == 1u {
        keySums += gradientAt(rows, params.D + column, left);
        valueSums += gradientAt(rows, 2u * params.D + column, left);
      }
      for (var k = 0u; k < count; k++) {
        setGradient(rows[k], params.D + column, left, keySums[k]);
        setGradient(rows[k], 2u * params.D + column, left, valueSums[k]);
      }
    }
  }
}
