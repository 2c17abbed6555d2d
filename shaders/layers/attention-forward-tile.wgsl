// layers/attention-forward-tile — what the entry files of layers/attention-forward have in common.
//
// Scores of four queries with four keys are kept in registers; the weighted sum of the values is
// kept in `out`, so that a head may have any width, and is scaled down whenever a larger score
// turns up.
//
// Source    the running softmax of Milakov & Gimelshein 2018, arXiv:1805.02867, as used by Dao et
//           al. 2022, arXiv:2205.14135
// Twin      src/kernels/layers/attention-forward.ts

#import grid
#import layers/attention-tile
#import math/exponentials
#import math/logarithm

fn largestOf(x: vec4f) -> f32 {
  return max(max(x.x, x.y), max(x.z, x.w));
}

fn largestOfEach(scores: mat4x4f) -> vec4f {
  return vec4f(
    largestOf(scores[0]), largestOf(scores[1]), largestOf(scores[2]), largestOf(scores[3]),
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
  let scale = 1.0 / sqrt(f32(width));
  let rows = rowsOf(tile, tile.place);
  let own = scoresOf(tile, tile.place);
  let places = vec4u(tile.place) + OFFSETS;
  let count = min(4u, params.T - tile.place);

  var largest = vec4f(BLOCKED);
  var sum = vec4f(0.0);
  let end = min(tile.place + 4u, params.T);
  for (var place = 0u; place < end; place += 4u) {
    let keyRows = rowsOf(tile, place);
    var scores = mat4x4f();  // one column for each query
    for (var w = 0u; w < width; w += 4u) {
      let queries = queriesAt(rows, tile.column + w, columnsLeft(w));
      scores += transpose(keysAt(keyRows, tile.column + w, columnsLeft(w))) * queries;
    }
    let keyPlaces = vec4u(place) + OFFSETS;
    for (var q = 0u; q < 4u; q++) {
      scores[q] = select(vec4f(BLOCKED), scores[q] * scale, keyPlaces <= vec4u(places[q]));
    }
    let raised = max(largest, largestOfEach(scores));
    let kept = exponentials(largest - raised);
    largest = raised;
    var weights = mat4x4f();
    for (var q = 0u; q < 4u; q++) {
      weights[q] = exponentials(scores[q] - raised[q]);
    }
    sum = sum * kept + vec4f(1.0) * weights;
    for (var w = 0u; w < width; w += 4u) {
      let column = tile.column + w;
      var sums = valuesAt(keyRows, column, columnsLeft(w)) * weights;
      if place > 0u {
        let before = outAt(rows, column, columnsLeft(w));
        sums += mat4x4f(
          before[0] * kept.x, before[1] * kept.y, before[2] * kept.z, before[3] * kept.w,
        );
      }
      if place + 4u >= end {
        let inverse = 1.0 / sum;
        sums = mat4x4f(
          sums[0] * inverse.x, sums[1] * inverse.y, sums[2] * inverse.z, sums[3] * inverse.w,
        );
      }
      for (var q = 0u; q < count; q++) {
        setOut(rows[q], column, columnsLeft(w), sums[q]);
      }
    }
  }
  for (var q = 0u; q < count; q++) {
    logSums[own[q]] = largest[q] + logarithm(sum[q]);
  }
}
