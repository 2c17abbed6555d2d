// layers/attention-forward-tile — what the entry files of layers/attention-forward have in common.
//
// Scores of four queries with eight keys are kept in registers; the weighted sum of the values is
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

// Scores of four keys from `place` on, for what comes before them none.
fn visible(products: mat4x4f, place: u32, own: vec4u) -> mat4x4f {
  let scale = inverseRoot();
  let places = place + OFFSETS;
  let blocked = vec4f(BLOCKED);
  return mat4x4f(
    select(blocked, products[0] * scale, places <= vec4u(own.x)),
    select(blocked, products[1] * scale, places <= vec4u(own.y)),
    select(blocked, products[2] * scale, places <= vec4u(own.z)),
    select(blocked, products[3] * scale, places <= vec4u(own.w)),
  );
}

fn weightsOf(scores: mat4x4f, largest: vec4f) -> mat4x4f {
  return mat4x4f(
    exponentials(scores[0] - largest.x),
    exponentials(scores[1] - largest.y),
    exponentials(scores[2] - largest.z),
    exponentials(scores[3] - largest.w),
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

  var largest = vec4f(BLOCKED);
  var sum = vec4f(0.0);
  let end = min(tile.place + 4u, params.T);
  for (var place = 0u; place < end; place += 8u) {
    let keys = partOf(tile, tile.first + within(place), 1u);
    let keys2 = partOf(tile, tile.first + within(place + 4u), 1u);
    var scores = mat4x4f();  // one column for each query
    var scores2 = mat4x4f();
    var at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      let q = qkvAt(queries + at, left);
      scores += transpose(qkvAt(keys + at, left)) * q;
      scores2 += transpose(qkvAt(keys2 + at, left)) * q;
      at += STEP;
    }
    scores = visible(scores, place, own);
    scores2 = visible(scores2, place + 4u, own);
    let raised = max(largest, max(largestOfEach(scores), largestOfEach(scores2)));
    let kept = exponentials(largest - raised);
    largest = raised;
    let weights = weightsOf(scores, raised);
    let weights2 = weightsOf(scores2, raised);
    sum = sum * kept + vec4f(1.0) * weights + vec4f(1.0) * weights2;
    let values = partOf(tile, tile.first + within(place), 2u);
    let values2 = partOf(tile, tile.first + within(place + 4u), 2u);
    at = 0u;
    for (var left = width; left > 0u; left -= min(4u, left)) {
      var sums = qkvAt(values + at, left) * weights + qkvAt(values2 + at, left) * weights2;
      if place > 0u {
        sums += scaled(outAt(outs + at, left), kept);
      }
      if place + 8u >= end {
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
