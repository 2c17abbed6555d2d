// layers/attention-backward-spread — what keys and values have of four rows that went past them. See
// layers/attention-backward-panels.

#import layers/attention-backward-places
#import math/past

// Four rows' part of four columns of a key's or value's gradient, number i of a four. What a lane has of
// rows is in `by`: of those of the second turn, then of its own and its neighbour's.
fn growth(kept: ptr<function, Kept>, low: ptr<function, Kept>, row: u32, by: u32, i: u32) -> vec4f {
  return (*kept)[row] * (*low)[by + 4u][i]
    + quadSwapX((*kept)[row]) * (*low)[by + 6u][i]
    + quadSwapY((*kept)[row]) * (*low)[by][i]
    + quadSwapDiagonal((*kept)[row]) * (*low)[by + 2u][i];
}

fn growLowFour(low: ptr<function, Kept>, at: u32, row: u32, by: u32) {
  (*low)[at] += growth(low, low, row, by, 0u);
  (*low)[at + 4u] += growth(low, low, row, by, 1u);
  (*low)[at + 8u] += growth(low, low, row, by, 2u);
  (*low)[at + 12u] += growth(low, low, row, by, 3u);
}

fn growLow(low: ptr<function, Kept>, at: u32, row: u32, by: u32, j: u32) {
  growLowFour(low, at + j, row + j, by);
  growLowFour(low, at + j + 16u, row + j, by + 1u);
}

fn growHighFour(low: ptr<function, Kept>, high: ptr<function, Kept>, at: u32, row: u32, by: u32) {
  (*high)[at] += growth(high, low, row, by, 0u);
  (*high)[at + 4u] += growth(high, low, row, by, 1u);
  (*high)[at + 8u] += growth(high, low, row, by, 2u);
  (*high)[at + 12u] += growth(high, low, row, by, 3u);
}

fn growHigh(low: ptr<function, Kept>, high: ptr<function, Kept>, at: u32, row: u32, by: u32, j: u32) {
  growHighFour(low, high, at + j, row + j, by);
  growHighFour(low, high, at + j + 16u, row + j, by + 1u);
}

fn growAll(low: ptr<function, Kept>, high: ptr<function, Kept>, at: u32, row: u32, by: u32) {
  growLow(low, at, row, by, 0u);
  growLow(low, at, row, by, 1u);
  if FOURS > 2u {
    growLow(low, at, row, by, 2u);
  }
  if FOURS > 3u {
    growLow(low, at, row, by, 3u);
  }
  if FOURS > 4u {
    growHigh(low, high, at, row, by, 0u);
    growHigh(low, high, at, row, by, 1u);
    growHigh(low, high, at, row, by, 2u);
    growHigh(low, high, at, row, by, 3u);
  }
}

fn spread(low: ptr<function, Kept>, high: ptr<function, Kept>) {
  let past1 = past(f32(params.L), 1e27);
  growAll(low, high, KEY_SUMS, QUERY, CHANGES);
  let past2 = past(past1, 1e26);
  growAll(low, high, VALUE_SUMS, SLOPE, WEIGHTS);
  (*low)[ROWS].w = past(past2, 1e25);
}
