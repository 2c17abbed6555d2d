// layers/attention-backward-products — what keys and values have to do with the rows that go past them
// in layers/attention-backward-turn, a lane's own and its neighbour's.

#import layers/attention-backward-places

// What four of the panel's rows from `at` on, four fours apart, have to do with four columns more.
fn withProducts(kept: ptr<function, Kept>, sums: vec4f, at: u32, x: vec4f) -> vec4f {
  return vec4f(
    dot((*kept)[at], x) + sums.x,
    dot((*kept)[at + 4u], x) + sums.y,
    dot((*kept)[at + 8u], x) + sums.z,
    dot((*kept)[at + 12u], x) + sums.w,
  );
}

fn withOwn(kept: ptr<function, Kept>, start: vec4f, at: u32, row: u32) -> vec4f {
  var sums = withProducts(kept, start, at, (*kept)[row]);
  sums = withProducts(kept, sums, at + 1u, (*kept)[row + 1u]);
  if FOURS > 2u {
    sums = withProducts(kept, sums, at + 2u, (*kept)[row + 2u]);
  }
  if FOURS > 3u {
    sums = withProducts(kept, sums, at + 3u, (*kept)[row + 3u]);
  }
  return sums;
}

fn withNeighbours(kept: ptr<function, Kept>, start: vec4f, at: u32, row: u32) -> vec4f {
  var sums = withProducts(kept, start, at, quadSwapX((*kept)[row]));
  sums = withProducts(kept, sums, at + 1u, quadSwapX((*kept)[row + 1u]));
  if FOURS > 2u {
    sums = withProducts(kept, sums, at + 2u, quadSwapX((*kept)[row + 2u]));
  }
  if FOURS > 3u {
    sums = withProducts(kept, sums, at + 3u, quadSwapX((*kept)[row + 3u]));
  }
  return sums;
}

fn ownProducts(low: ptr<function, Kept>, high: ptr<function, Kept>, at: u32, row: u32) -> vec4f {
  let sums = withOwn(low, vec4f(), at, row);
  if FOURS > 4u {
    return withOwn(high, sums, at, row);
  }
  return sums;
}

fn neighboursProducts(low: ptr<function, Kept>, high: ptr<function, Kept>, at: u32, row: u32) -> vec4f {
  let sums = withNeighbours(low, vec4f(), at, row);
  if FOURS > 4u {
    return withNeighbours(high, sums, at, row);
  }
  return sums;
}
