// linear/panel-loop — the loops of linear/panel-tile, and what is read and written of the product.
//
// All that is multiplied is written out, two columns with four rows at a time. That compiler leaves
// registers to what was there first, even to masks and places that wait for later, and would store and
// load whatever is multiplied in between: `past` empties them all.

#import math/past

// 64 k of 16 columns, of a row of four, and of sums. Some of its indices are dynamic, so that it is memory.
alias Kept = array<vec4f, 289>;

const ROW = 256u;
const SUMS = 272u;
const MARK = 288u;

// What the four lanes have of something, the lane itself first.
fn ofFour(x: f32) -> vec4f {
  return vec4f(x, quadSwapX(x), quadSwapY(x), quadSwapDiagonal(x));
}

// Four k more: number i of the row, and two columns of the panel from `at` on.
fn fourMore(
  sums: mat2x4f,
  panel: ptr<function, Kept>,
  row: ptr<function, Kept>,
  i: u32,
  at: u32,
) -> mat2x4f {
  let x = ofFour((*row)[ROW + i].x);
  let first1 = fma(vec4f((*panel)[at].x), x, sums[0]);
  let second1 = fma(vec4f((*panel)[at + 1u].x), x, sums[1]);
  let y = ofFour((*row)[ROW + i].y);
  let first2 = fma(vec4f((*panel)[at].y), y, first1);
  let second2 = fma(vec4f((*panel)[at + 1u].y), y, second1);
  let z = ofFour((*row)[ROW + i].z);
  let first3 = fma(vec4f((*panel)[at].z), z, first2);
  let second3 = fma(vec4f((*panel)[at + 1u].z), z, second2);
  let w = ofFour((*row)[ROW + i].w);
  let first4 = fma(vec4f((*panel)[at].w), w, first3);
  let second4 = fma(vec4f((*panel)[at + 1u].w), w, second3);
  return mat2x4f(first4, second4);
}

// 64 k more.
fn panelMore(
  start: mat2x4f,
  panel: ptr<function, Kept>,
  row: ptr<function, Kept>,
  at: u32,
) -> mat2x4f {
  var sums = start;
  sums = fourMore(sums, panel, row, 0u, at);
  sums = fourMore(sums, panel, row, 1u, at + 16u);
  sums = fourMore(sums, panel, row, 2u, at + 32u);
  sums = fourMore(sums, panel, row, 3u, at + 48u);
  sums = fourMore(sums, panel, row, 4u, at + 64u);
  sums = fourMore(sums, panel, row, 5u, at + 80u);
  sums = fourMore(sums, panel, row, 6u, at + 96u);
  sums = fourMore(sums, panel, row, 7u, at + 112u);
  sums = fourMore(sums, panel, row, 8u, at + 128u);
  sums = fourMore(sums, panel, row, 9u, at + 144u);
  sums = fourMore(sums, panel, row, 10u, at + 160u);
  sums = fourMore(sums, panel, row, 11u, at + 176u);
  sums = fourMore(sums, panel, row, 12u, at + 192u);
  sums = fourMore(sums, panel, row, 13u, at + 208u);
  sums = fourMore(sums, panel, row, 14u, at + 224u);
  sums = fourMore(sums, panel, row, 15u, at + 240u);
  return sums;
}

fn keepTwo(kept: ptr<function, Kept>, j: u32, sums: mat2x4f) {
  (*kept)[SUMS + j].x = sums[0].x;
  (*kept)[SUMS + j].y = sums[1].x;
  (*kept)[SUMS + j + 4u].x = sums[0].y;
  (*kept)[SUMS + j + 4u].y = sums[1].y;
  (*kept)[SUMS + j + 8u].x = sums[0].z;
  (*kept)[SUMS + j + 8u].y = sums[1].z;
  (*kept)[SUMS + j + 12u].x = sums[0].w;
  (*kept)[SUMS + j + 12u].y = sums[1].w;
}

fn keepTwoMore(kept: ptr<function, Kept>, j: u32, sums: mat2x4f) {
  (*kept)[SUMS + j].z = sums[0].x;
  (*kept)[SUMS + j].w = sums[1].x;
  (*kept)[SUMS + j + 4u].z = sums[0].y;
  (*kept)[SUMS + j + 4u].w = sums[1].y;
  (*kept)[SUMS + j + 8u].z = sums[0].z;
  (*kept)[SUMS + j + 8u].w = sums[1].z;
  (*kept)[SUMS + j + 12u].z = sums[0].w;
  (*kept)[SUMS + j + 12u].w = sums[1].w;
}

fn sumsOfTwo(low: ptr<function, Kept>, high: ptr<function, Kept>, at: u32) -> mat2x4f {
  var sums = panelMore(mat2x4f(), low, low, at);
  if PANEL > 64u {
    sums = panelMore(sums, high, high, at);
  }
  return sums;
}

// Four j of the low columns. Stored as soon as they are there: they would take the registers of the next.
fn keepSums(low: ptr<function, Kept>, high: ptr<function, Kept>, j: u32) {
  keepTwo(low, j, sumsOfTwo(low, high, 4u * j));
  keepTwoMore(low, j, sumsOfTwo(low, high, 4u * j + 2u));
}

// Four j of the columns beyond.
fn keepHighSums(low: ptr<function, Kept>, high: ptr<function, Kept>, j: u32) {
  keepTwo(high, j, panelMore(mat2x4f(), high, low, 4u * j));
  keepTwoMore(high, j, panelMore(mat2x4f(), high, low, 4u * j + 2u));
}

// All columns. Each remainder is of another number, or one would do for all.
fn keepAllSums(low: ptr<function, Kept>, high: ptr<function, Kept>) {
  let past1 = past(f32(params.L), 1e30);
  keepSums(low, high, 0u);
  keepSums(low, high, 1u);
  keepSums(low, high, 2u);
  keepSums(low, high, 3u);
  var last = past(past1, 1e26);
  if COLUMNS > 64u {
    keepHighSums(low, high, 0u);
    keepHighSums(low, high, 1u);
    keepHighSums(low, high, 2u);
    keepHighSums(low, high, 3u);
    last = past(last, 1e22);
  }
  // What nobody reads would not be worked out.
  (*low)[MARK].x = last;
}

// 64 k of the row that the lane brings along, of four.
fn keepRow(kept: ptr<function, Kept>, tile: Tile, r: u32, lane: u32, k: u32) {
  let at = rowAt(tile, r, lane, k);
  (*kept)[ROW] = fourOfRow(at, 0u, lane);
  (*kept)[ROW + 1u] = fourOfRow(at, 1u, lane);
  (*kept)[ROW + 2u] = fourOfRow(at, 2u, lane);
  (*kept)[ROW + 3u] = fourOfRow(at, 3u, lane);
  (*kept)[ROW + 4u] = fourOfRow(at, 4u, lane);
  (*kept)[ROW + 5u] = fourOfRow(at, 5u, lane);
  (*kept)[ROW + 6u] = fourOfRow(at, 6u, lane);
  (*kept)[ROW + 7u] = fourOfRow(at, 7u, lane);
  (*kept)[ROW + 8u] = fourOfRow(at, 8u, lane);
  (*kept)[ROW + 9u] = fourOfRow(at, 9u, lane);
  (*kept)[ROW + 10u] = fourOfRow(at, 10u, lane);
  (*kept)[ROW + 11u] = fourOfRow(at, 11u, lane);
  (*kept)[ROW + 12u] = fourOfRow(at, 12u, lane);
  (*kept)[ROW + 13u] = fourOfRow(at, 13u, lane);
  (*kept)[ROW + 14u] = fourOfRow(at, 14u, lane);
  (*kept)[ROW + 15u] = fourOfRow(at, 15u, lane);
}

// What is added to the sums: the bias and the like at first, then those of the panels before.
fn addend(at: u32, start: vec4f, before: vec4f, k: u32) -> vec4f {
  var value = start;
  if (ADDED & 1u) == 1u {
    value += select(vec4f(), before, (k > 0u) | (params.accumulate != 0u));
  }
  if (ADDED & 2u) == 2u {
    value += select(vec4f(), residual[at], (k == 0u) & (params.Y > 0u));
  }
  return value;
}

// The results of the last panel, those of ReLU or of its gradient where that is asked for.
fn finished(value: vec4f, at: u32, k: u32) -> vec4f {
  let isLast = vec4<bool>(k + PANEL >= params.K);
  if AFTER == 1u {
    return select(value, vec4f(), isLast & (value < vec4f()));
  }
  if AFTER == 2u {
    return select(value, vec4f(), isLast & (residual[at] <= vec4f()));
  }
  return value;
}

fn result(sums: vec4f, at: u32, start: vec4f, before: vec4f, k: u32) -> vec4f {
  return finished(sums + addend(at, start, before, k), at, k);
}

fn outBefore(at: u32) -> Columns {
  if (ADDED & 1u) == 1u {
    return out[at];
  }
  return Columns();
}

// Sixteen columns of row i of four. An `if` spares nothing here.
fn storeSixteen(
  kept: ptr<function, Kept>,
  i: u32,
  start: mat4x4f,
  at: u32,
  k: u32,
  isInside: bool,
) {
  let first = SUMS + 4u * i;
  let before = outBefore(at);
  let results = Columns(
    result((*kept)[first], 4u * at, start[0], before[0], k),
    result((*kept)[first + 1u], 4u * at + 1u, start[1], before[1], k),
    result((*kept)[first + 2u], 4u * at + 2u, start[2], before[2], k),
    result((*kept)[first + 3u], 4u * at + 3u, start[3], before[3], k),
  );
  if isInside {
    out[at] = results;
  }
}

// All columns that the lane has of row i of four.
fn storeRow(
  low: ptr<function, Kept>,
  high: ptr<function, Kept>,
  i: u32,
  starts: Starts,
  tile: Tile,
  row: u32,
  k: u32,
  isInside: bool,
) {
  let whole = tile.lineage * params.M + min(row, params.M - 1u);
  let at = whole * (params.N / 16u) + tile.column / 4u;
  let isThere = isInside & (row < params.M);
  storeSixteen(low, i, starts.low, at, k, isThere);
  if COLUMNS > 64u {
    storeSixteen(high, i, starts.high, at + 4u, k, isThere);
  }
}

// 64 k from k on of the lane's columns, of which j fours are skipped.
fn fillPanel(kept: ptr<function, Kept>, tile: Tile, k: u32, j: u32, isInside: bool) {
  var column = 0u;
  loop {
    var sums = vec4f();
    var i = 0u;
    loop {
      let four = fourOf(tile, k + 4u * i, j + column);
      sums += sumOf(four);
      (*kept)[16u * i + 4u * column] = four[0];
      (*kept)[16u * i + 4u * column + 1u] = four[1];
      (*kept)[16u * i + 4u * column + 2u] = four[2];
      (*kept)[16u * i + 4u * column + 3u] = four[3];
      continuing {
        i += 1u;
        break if i >= 16u;
      }
    }
    storeSums(sums, tile, k, j + column, isInside);
    continuing {
      column += 1u;
      break if column >= 4u;
    }
  }
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  var low: Kept;
  var high: Kept;
  var starts = startsOf(tile);
  let rows = min(rowsOfTile(), params.M);
  var k = 0u;
  loop {
    fillPanel(&low, tile, k, 0u, isInside);
    if PANEL > 64u {
      fillPanel(&high, tile, k + 64u, 0u, isInside);
    }
    if COLUMNS > 64u {
      fillPanel(&high, tile, k, 16u, isInside);
    }
    var r = 0u;
    loop {
      keepRow(&low, tile, r, lane, k);
      if PANEL > 64u {
        keepRow(&high, tile, r, lane, k + 64u);
      }
      keepAllSums(&low, &high);
      let row = tile.row + r;
      storeRow(&low, &high, 0u, starts, tile, row + lane, k, isInside);
      storeRow(&low, &high, 1u, starts, tile, row + (lane ^ 1u), k, isInside);
      storeRow(&low, &high, 2u, starts, tile, row + (lane ^ 2u), k, isInside);
      storeRow(&low, &high, 3u, starts, tile, row + (lane ^ 3u), k, isInside);
      continuing {
        r += 4u;
        break if r >= rows;
      }
    }
    continuing {
      starts = Starts();
      k += PANEL;
      break if k >= params.K;
    }
  }
}
