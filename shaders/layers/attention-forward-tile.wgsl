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
  let queries = partOf(tile, rows, 0u);
  let outs = headOf(tile, rows);

  var largest = vec4f(BLOCKED);
  var sum = vec4f(0.0);
  let end = min(tile.place + 4u, params.T);
  for (var place = 0u; place < end; place += 4u) {
    let keyRows = tile.first + within(place);
    var products = mat4x4f();  // one column for each query
    let keys = partOf(tile, keyRows, 1u);
    let values = partOf(tile, keyRows, 2u);
    var at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      products += transpose(qkvAt(keys + at, left)) * qkvAt(queries + at, left);
      at += STEP;
    }
    let places = place + OFFSETS;
    let blocked = vec4f(BLOCKED);
    let scores = mat4x4f(
      select(blocked, products[0] * scale, places <= vec4u(own.x)),
      select(blocked, products[1] * scale, places <= vec4u(own.y)),
      select(blocked, products[2] * scale, places <= vec4u(own.z)),
      select(blocked, products[3] * scale, places <= vec4u(own.w)),
    );
    let raised = max(largest, vec4f(
      largestOf(scores[0]), largestOf(scores[1]), largestOf(scores[2]), largestOf(scores[3]),
    ));
    let kept = exponentials(largest - raised);
    largest = raised;
    let weights = mat4x4f(
      exponentials(scores[0] - raised.x),
      exponentials(scores[1] - raised.y),
      exponentials(scores[2] - raised.z),
      exponentials(scores[3] - raised.w),
    );
    sum = sum * kept + vec4f(1.0) * weights;
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      var sums = qkvAt(values + at, left) * weights;
      if place > 0u {
        sums += scaled(outAt(outs + at, left), kept);
      }
      if place + 4u >= end {
        sums = scaled(sums, 1.0 / sum);
      }
      setOut(outs + at, left, sums);
      at += STEP;
    }
  }
  let each = largest + vec4f(
    logarithm(sum.x), logarithm(sum.y), logarithm(sum.z), logarithm(sum.w),
  );
  let scoresAt = tile.score + own;
  logSums[scoresAt.x] = each.x;
  logSums[scoresAt.y] = each.y;
  logSums[scoresAt.z] = each.z;
  logSums[scoresAt.w] = each.w;
}
