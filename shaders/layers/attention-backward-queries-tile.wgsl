// layers/attention-backward-queries-tile — what the entry files share.
//
// Twin      src/kernels/layers/attention-backward-queries.ts

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
  let own = scoresOf(tile, tile.place);
  let places = vec4u(tile.place) + OFFSETS;
  let count = min(4u, params.T - tile.place);

  var delta = vec4f(0.0);
  for (var w = 0u; w < width; w += 4u) {
    let values = outAt(rows, tile.column + w, columnsLeft(w));
    let slopes = gradientOutAt(rows, tile.column + w, columnsLeft(w));
    for (var q = 0u; q < 4u; q++) {
      delta[q] += dot(values[q], slopes[q]);
    }
  }
  var logSum = vec4f(0.0);
  for (var q = 0u; q < 4u; q++) {
    logSum[q] = logSums[own[q]];
  }
  for (var q = 0u; q < count; q++) {
    deltas[own[q]] = delta[q];
  }

  for (var place = 0u; place < min(tile.place + 4u, params.T); place += 4u) {
    let keyRows = rowsOf(tile, place);
    var scores = mat4x4f();  // one column for each query
    var slopes = mat4x4f();  // of the weights
    for (var w = 0u; w < width; w += 4u) {
      let column = tile.column + w;
      let left = columnsLeft(w);
      scores += transpose(keysAt(keyRows, column, left)) * queriesAt(rows, column, left);
      slopes += transpose(valuesAt(keyRows, column, left)) * gradientOutAt(rows, column, left);
    }
    let keyPlaces = vec4u(place) + OFFSETS;
    for (var q = 0u; q < 4u; q++) {
      let weights = exponentials(scores[q] * scale - logSum[q]);
      let change = weights * (slopes[q] - delta[q]) * scale;
      scores[q] = select(vec4f(0.0), change, keyPlaces <= vec4u(places[q]));
    }
    for (var w = 0u; w < width; w += 4u) {
      let column = tile.column + w;
      let left = columnsLeft(w);
      var sums = keysAt(keyRows, column, left) * scores;
      if place > 0u || params.accumulate == 1u {
        sums += gradientAt(rows, column, left);
      }
      for (var q = 0u; q < count; q++) {
        setGradient(rows[q], column, left, sums[q]);
      }
    }
  }
}
