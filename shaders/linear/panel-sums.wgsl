// linear/panel-sums — what is multiplied in linear/panel-loop.
//
// All of it is written out, two columns with four rows at a time. The compiler of a processor that plays
// a graphics card leaves registers to what was there first, even to masks and places that wait for later,
// and would store and load whatever is multiplied in between: `past` empties them all.

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
