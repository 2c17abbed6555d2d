// layers/attention-backward-panels — the gradients of queries, keys and values at once, by panels.
//
//   gradient of query[m] = Σ change[m, n] · key[n]        over n ≤ m
//   gradient of key[n] = Σ change[m, n] · query[m]        over m ≥ n
//   gradient of value[n] = Σ p[m, n] · gradientOut[m]     over m ≥ n
//   p[m, n] = exp(query[m] · key[n] / √W - logSums[l, b, h, m])
//   change[m, n] = p[m, n] (gradientOut[m] · value[n] - deltas[l, b, h, m]) / √W
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Each lane of a quad keeps eight of 32 keys with their values, the panel, and the gradients of both.
// Four rows at a time, one a lane, go past it: twice each lane works on its own and its neighbour's,
// and between the two it swaps with the lane after next. Scores are in bits: those of exp over ln 2.
//
// Between its phases the registers are emptied, see math/past. An index that is not constant costs as
// much as a number from a buffer where a processor plays the graphics card, hence all that is written out.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one workgroup, a quad, per (text, head)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-panels.ts

enable subgroups;

#import grid
#import math/past
#import math/power-of-two

override FOURS: u32;  // W / 4: 2, 3, 4 or 8

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read> out: array<vec4f>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<vec4f>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;           // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;      // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<vec4f>;  // [L, B, T, E]

// Where a lane keeps what. Of the panel, eight fours for each key:
const KEYS = 0u;
const VALUES = 64u;
const KEY_SUMS = 128u;
const VALUE_SUMS = 192u;
// Of a row, in fours:
const QUERY = 256u;
const SLOPE = 264u;  // of its output
const SUMS = 272u;
// Of two rows and eight keys, then of the two before:
const CHANGES = 280u;
const WEIGHTS = 288u;
// The log-sum in bits, delta and the place of a row, then of two less the panel's place:
const ROW = 296u;
const ROWS = 297u;

alias Kept = array<vec4f, 299>;

const LOG2_E = 1.4426950408889634;
const LN_2 = 0.6931471805599453;

// One head of one text.
struct Head {
  first: u32,   // row, over all lineages, of the text's first position
  column: u32,  // within D, in fours
  score: u32,   // place in [L, B, H, T] of the text's first position
}

fn headAt(i: u32) -> Head {
  let text = i / params.H;
  let head = i - text * params.H;
  return Head(text * params.T, head * (params.D / params.H / 4u), i * params.T);
}

// Where a position's query, key or value begins: part 0, 1 or 2.
fn partOf(head: Head, place: u32, part: u32) -> u32 {
  return (head.first + place) * (params.E / 4u) + part * (params.D / 4u) + head.column;
}

fn inverseRoot() -> f32 {
  return 1.0 / sqrt(f32(params.D / params.H));
}

// What four of the panel's rows from `at` on, eight fours apart, have to do with four columns more.
fn withProducts(kept: ptr<function, Kept>, sums: vec4f, at: u32, x: vec4f) -> vec4f {
  return vec4f(
    dot((*kept)[at], x) + sums.x,
    dot((*kept)[at + 8u], x) + sums.y,
    dot((*kept)[at + 16u], x) + sums.z,
    dot((*kept)[at + 24u], x) + sums.w,
  );
}

fn withOwn(kept: ptr<function, Kept>, sums: vec4f, at: u32, row: u32, j: u32) -> vec4f {
  return withProducts(kept, sums, at + j, (*kept)[row + j]);
}

fn withNeighbours(kept: ptr<function, Kept>, sums: vec4f, at: u32, row: u32, j: u32) -> vec4f {
  return withProducts(kept, sums, at + j, quadSwapX((*kept)[row + j]));
}

fn ownProducts(kept: ptr<function, Kept>, at: u32, row: u32) -> vec4f {
  var sums = withOwn(kept, vec4f(), at, row, 0u);
  sums = withOwn(kept, sums, at, row, 1u);
  if FOURS > 2u {
    sums = withOwn(kept, sums, at, row, 2u);
  }
  if FOURS > 3u {
    sums = withOwn(kept, sums, at, row, 3u);
  }
  if FOURS > 4u {
    sums = withOwn(kept, sums, at, row, 4u);
    sums = withOwn(kept, sums, at, row, 5u);
    sums = withOwn(kept, sums, at, row, 6u);
    sums = withOwn(kept, sums, at, row, 7u);
  }
  return sums;
}

fn neighboursProducts(kept: ptr<function, Kept>, at: u32, row: u32) -> vec4f {
  var sums = withNeighbours(kept, vec4f(), at, row, 0u);
  sums = withNeighbours(kept, sums, at, row, 1u);
  if FOURS > 2u {
    sums = withNeighbours(kept, sums, at, row, 2u);
  }
  if FOURS > 3u {
    sums = withNeighbours(kept, sums, at, row, 3u);
  }
  if FOURS > 4u {
    sums = withNeighbours(kept, sums, at, row, 4u);
    sums = withNeighbours(kept, sums, at, row, 5u);
    sums = withNeighbours(kept, sums, at, row, 6u);
    sums = withNeighbours(kept, sums, at, row, 7u);
  }
  return sums;
}

// How much of a key a row takes; nothing of one that it does not see.
fn weightOf(kept: ptr<function, Kept>, score: f32, row: u32, n: f32) -> f32 {
  let bits = score - (*kept)[ROWS + row].x;
  return powerOfTwo(select(-127.0, bits, n <= (*kept)[ROWS + row].z));
}

// One by one: of four at once there are more numbers on the way than registers.
fn weightsOf(kept: ptr<function, Kept>, score: vec4f, row: u32, n: u32) -> vec4f {
  return vec4f(
    weightOf(kept, score.x, row, f32(n)),
    weightOf(kept, score.y, row, f32(n) + 1.0),
    weightOf(kept, score.z, row, f32(n) + 2.0),
    weightOf(kept, score.w, row, f32(n) + 3.0),
  );
}

fn changesOf(kept: ptr<function, Kept>, slope: vec4f, row: u32, at: u32) -> vec4f {
  return (*kept)[WEIGHTS + at] * (slope - (*kept)[ROWS + row].y);
}

fn weighOwn(kept: ptr<function, Kept>, n: u32) {
  let at = n / 4u;
  (*kept)[WEIGHTS + at] = weightsOf(kept, ownProducts(kept, KEYS + 8u * n, QUERY), 0u, n);
  let slope = ownProducts(kept, VALUES + 8u * n, SLOPE);
  (*kept)[CHANGES + at] = changesOf(kept, slope, 0u, at);
}

fn weighNeighbours(kept: ptr<function, Kept>, n: u32) {
  let at = 2u + n / 4u;
  (*kept)[WEIGHTS + at] = weightsOf(kept, neighboursProducts(kept, KEYS + 8u * n, QUERY), 1u, n);
  let slope = neighboursProducts(kept, VALUES + 8u * n, SLOPE);
  (*kept)[CHANGES + at] = changesOf(kept, slope, 1u, at);
}

// Adds four columns of four keys from `at` on, as much of each as the changes say.
fn withMixture(kept: ptr<function, Kept>, sums: vec4f, at: u32, changes: vec4f) -> vec4f {
  return sums + (*kept)[at] * changes.x + (*kept)[at + 8u] * changes.y
    + (*kept)[at + 16u] * changes.z + (*kept)[at + 24u] * changes.w;
}

fn mixture(kept: ptr<function, Kept>, j: u32, changes: u32) -> vec4f {
  let half = withMixture(kept, vec4f(), KEYS + j, (*kept)[changes]);
  return withMixture(kept, half, KEYS + j + 32u, (*kept)[changes + 1u]);
}

fn mix(kept: ptr<function, Kept>, j: u32) {
  let own = mixture(kept, j, CHANGES);
  let both = own + quadSwapX(mixture(kept, j, CHANGES + 2u));
  (*kept)[SUMS + j] = quadSwapY((*kept)[SUMS + j] + both);
}

fn passOn(kept: ptr<function, Kept>, j: u32) {
  (*kept)[QUERY + j] = quadSwapY((*kept)[QUERY + j]);
  (*kept)[SLOPE + j] = quadSwapY((*kept)[SLOPE + j]);
}

// Works on a lane's own row and its neighbour's, and passes the own on.
fn turn(kept: ptr<function, Kept>, panel: f32) {
  (*kept)[CHANGES + 4u] = (*kept)[CHANGES];
  (*kept)[CHANGES + 5u] = (*kept)[CHANGES + 1u];
  (*kept)[CHANGES + 6u] = (*kept)[CHANGES + 2u];
  (*kept)[CHANGES + 7u] = (*kept)[CHANGES + 3u];
  (*kept)[WEIGHTS + 4u] = (*kept)[WEIGHTS];
  (*kept)[WEIGHTS + 5u] = (*kept)[WEIGHTS + 1u];
  (*kept)[WEIGHTS + 6u] = (*kept)[WEIGHTS + 2u];
  (*kept)[WEIGHTS + 7u] = (*kept)[WEIGHTS + 3u];
  (*kept)[ROWS] = (*kept)[ROW] - vec4f(0.0, 0.0, panel, 0.0);
  (*kept)[ROWS + 1u] = quadSwapX((*kept)[ROW]) - vec4f(0.0, 0.0, panel, 0.0);
  let past1 = past(f32(params.L), 1e30);
  weighOwn(kept, 0u);
  weighOwn(kept, 4u);
  weighNeighbours(kept, 0u);
  weighNeighbours(kept, 4u);
  let past2 = past(past1, 1e29);
  mix(kept, 0u);
  mix(kept, 1u);
  if FOURS > 2u {
    mix(kept, 2u);
  }
  if FOURS > 3u {
    mix(kept, 3u);
  }
  if FOURS > 4u {
    mix(kept, 4u);
    mix(kept, 5u);
    mix(kept, 6u);
    mix(kept, 7u);
  }
  // What nobody reads would not be worked out.
  (*kept)[ROWS].w = past(past2, 1e28);
  passOn(kept, 0u);
  passOn(kept, 1u);
  if FOURS > 2u {
    passOn(kept, 2u);
  }
  if FOURS > 3u {
    passOn(kept, 3u);
  }
  if FOURS > 4u {
    passOn(kept, 4u);
    passOn(kept, 5u);
    passOn(kept, 6u);
    passOn(kept, 7u);
  }
  (*kept)[ROW] = quadSwapY((*kept)[ROW]);
}

// Adds four rows' part to four columns of a key's or value's gradient, number i of a four. What a lane
// has of rows is in `by`: of those of the second turn, then of its own and its neighbour's.
fn grow(kept: ptr<function, Kept>, at: u32, row: u32, by: u32, i: u32) {
  (*kept)[at] += (*kept)[row] * (*kept)[by + 4u][i]
    + quadSwapX((*kept)[row]) * (*kept)[by + 6u][i]
    + quadSwapY((*kept)[row]) * (*kept)[by][i]
    + quadSwapDiagonal((*kept)[row]) * (*kept)[by + 2u][i];
}

fn growFour(kept: ptr<function, Kept>, at: u32, row: u32, by: u32) {
  grow(kept, at, row, by, 0u);
  grow(kept, at + 8u, row, by, 1u);
  grow(kept, at + 16u, row, by, 2u);
  grow(kept, at + 24u, row, by, 3u);
}

fn growColumns(kept: ptr<function, Kept>, at: u32, row: u32, by: u32, j: u32) {
  growFour(kept, at + j, row + j, by);
  growFour(kept, at + j + 32u, row + j, by + 1u);
}

fn growAll(kept: ptr<function, Kept>, at: u32, row: u32, by: u32) {
  growColumns(kept, at, row, by, 0u);
  growColumns(kept, at, row, by, 1u);
  if FOURS > 2u {
    growColumns(kept, at, row, by, 2u);
  }
  if FOURS > 3u {
    growColumns(kept, at, row, by, 3u);
  }
  if FOURS > 4u {
    growColumns(kept, at, row, by, 4u);
    growColumns(kept, at, row, by, 5u);
    growColumns(kept, at, row, by, 6u);
    growColumns(kept, at, row, by, 7u);
  }
}

fn spread(kept: ptr<function, Kept>) {
  let past1 = past(f32(params.L), 1e27);
  growAll(kept, KEY_SUMS, QUERY, CHANGES);
  let past2 = past(past1, 1e26);
  growAll(kept, VALUE_SUMS, SLOPE, WEIGHTS);
  (*kept)[ROWS].w = past(past2, 1e25);
}

fn loadRow(kept: ptr<function, Kept>, query: u32, own: u32, j: u32) {
  (*kept)[QUERY + j] = qkv[query + j] * (LOG2_E * inverseRoot());
  (*kept)[SLOPE + j] = gradientOut[own + j];
  (*kept)[SUMS + j] = vec4f();
}

fn withDelta(kept: ptr<function, Kept>, delta: f32, own: u32, j: u32) -> f32 {
  return delta + dot((*kept)[SLOPE + j], out[own + j]);
}

fn deltaOf(kept: ptr<function, Kept>, own: u32) -> f32 {
  var delta = withDelta(kept, 0.0, own, 0u);
  delta = withDelta(kept, delta, own, 1u);
  if FOURS > 2u {
    delta = withDelta(kept, delta, own, 2u);
  }
  if FOURS > 3u {
    delta = withDelta(kept, delta, own, 3u);
  }
  if FOURS > 4u {
    delta = withDelta(kept, delta, own, 4u);
    delta = withDelta(kept, delta, own, 5u);
    delta = withDelta(kept, delta, own, 6u);
    delta = withDelta(kept, delta, own, 7u);
  }
  return delta;
}

fn storeQuery(kept: ptr<function, Kept>, query: u32, j: u32) {
  gradient[query + j] = (*kept)[SUMS + j] * inverseRoot();
}

// Takes four rows from `r` on past the panel, one a lane.
fn takeRows(kept: ptr<function, Kept>, head: Head, panel: u32, r: u32, lane: u32) {
  let isInside = r + lane < params.T;
  let place = min(r + lane, params.T - 1u);
  let query = partOf(head, place, 0u);
  let own = (head.first + place) * (params.D / 4u) + head.column;
  loadRow(kept, query, own, 0u);
  loadRow(kept, query, own, 1u);
  if FOURS > 2u {
    loadRow(kept, query, own, 2u);
  }
  if FOURS > 3u {
    loadRow(kept, query, own, 3u);
  }
  if FOURS > 4u {
    loadRow(kept, query, own, 4u);
    loadRow(kept, query, own, 5u);
    loadRow(kept, query, own, 6u);
    loadRow(kept, query, own, 7u);
  }
  var delta = 0.0;
  if panel == 0u {
    delta = deltaOf(kept, own);
    deltas[head.score + place] = delta;
  }
  if panel > 0u {
    delta = deltas[head.score + place];
  }
  // What lies behind the text sees no key.
  let sight = select(-1.0, f32(place), isInside);
  (*kept)[ROW] = vec4f(LOG2_E * logSums[head.score + place], delta, sight, 0.0);

  // What there is to add to: with nothing, a single turn, which a loop takes in any case.
  let isAdded = (panel > 0u) | (params.accumulate == 1u);
  var j = select(FOURS - 1u, 0u, isAdded);
  loop {
    (*kept)[SUMS + j] = select(vec4f(), gradient[query + j], isAdded) / inverseRoot();
    continuing { j++; break if j >= FOURS; }
  }

  let turns = 2u * min(params.L, 1u);
  var i = 0u;
  loop {
    turn(kept, f32(panel + 8u * lane));
    continuing { i++; break if i >= turns; }
  }
  spread(kept);
  if isInside {
    storeQuery(kept, query, 0u);
    storeQuery(kept, query, 1u);
    if FOURS > 2u {
      storeQuery(kept, query, 2u);
    }
    if FOURS > 3u {
      storeQuery(kept, query, 3u);
    }
    if FOURS > 4u {
      storeQuery(kept, query, 4u);
      storeQuery(kept, query, 5u);
      storeQuery(kept, query, 6u);
      storeQuery(kept, query, 7u);
    }
  }
}

fn loadKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  (*kept)[KEYS + 8u * n + j] = qkv[key + j];
  (*kept)[VALUES + 8u * n + j] = qkv[key + params.D / 4u + j];
}

fn loadKeys(kept: ptr<function, Kept>, key: u32, n: u32) {
  loadKey(kept, key, n, 0u);
  loadKey(kept, key, n, 1u);
  if FOURS > 2u {
    loadKey(kept, key, n, 2u);
  }
  if FOURS > 3u {
    loadKey(kept, key, n, 3u);
  }
  if FOURS > 4u {
    loadKey(kept, key, n, 4u);
    loadKey(kept, key, n, 5u);
    loadKey(kept, key, n, 6u);
    loadKey(kept, key, n, 7u);
  }
}

fn storeKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  // The queries that these were summed over were in bits.
  gradient[key + j] = (*kept)[KEY_SUMS + 8u * n + j] * LN_2;
  gradient[key + params.D / 4u + j] = (*kept)[VALUE_SUMS + 8u * n + j];
}

fn storeKeys(kept: ptr<function, Kept>, key: u32, n: u32) {
  storeKey(kept, key, n, 0u);
  storeKey(kept, key, n, 1u);
  if FOURS > 2u {
    storeKey(kept, key, n, 2u);
  }
  if FOURS > 3u {
    storeKey(kept, key, n, 3u);
  }
  if FOURS > 4u {
    storeKey(kept, key, n, 4u);
    storeKey(kept, key, n, 5u);
    storeKey(kept, key, n, 6u);
    storeKey(kept, key, n, 7u);
  }
}

fn clearFour(kept: ptr<function, Kept>, at: u32, j: u32) {
  (*kept)[at + j] = vec4f();
}

fn clearFours(kept: ptr<function, Kept>, at: u32) {
  clearFour(kept, at, 0u);
  clearFour(kept, at, 1u);
  if FOURS > 2u {
    clearFour(kept, at, 2u);
  }
  if FOURS > 3u {
    clearFour(kept, at, 3u);
  }
  if FOURS > 4u {
    clearFour(kept, at, 4u);
    clearFour(kept, at, 5u);
    clearFour(kept, at, 6u);
    clearFour(kept, at, 7u);
  }
}

fn clearSums(kept: ptr<function, Kept>, n: u32) {
  clearFours(kept, KEY_SUMS + 8u * n);
  clearFours(kept, VALUE_SUMS + 8u * n);
}

fn takePanel(kept: ptr<function, Kept>, head: Head, panel: u32, lane: u32) {
  let first = panel + 8u * lane;
  let last = params.T - 1u;
  var n = 0u;
  loop {
    loadKeys(kept, partOf(head, min(first + n, last), 1u), n);
    continuing { n++; break if n >= 8u; }
  }
  clearSums(kept, 0u);
  clearSums(kept, 1u);
  clearSums(kept, 2u);
  clearSums(kept, 3u);
  clearSums(kept, 4u);
  clearSums(kept, 5u);
  clearSums(kept, 6u);
  clearSums(kept, 7u);
  let isAdded = params.accumulate == 1u;
  var i = select(16u * FOURS - 1u, 0u, isAdded);
  loop {
    let j = i % FOURS;
    let key = (i / FOURS) % 8u;
    let part = i / (8u * FOURS);
    let before = gradient[partOf(head, min(first + key, last), 1u + part) + j];
    let factor = select(LOG2_E, 1.0, part == 1u);
    (*kept)[KEY_SUMS + 64u * part + 8u * key + j] = select(vec4f(), before * factor, isAdded);
    continuing { i++; break if i >= 16u * FOURS; }
  }

  var r = panel;
  loop {
    takeRows(kept, head, panel, r, lane);
    continuing { r += 4u; break if r >= params.T; }
  }

  n = 0u;
  loop {
    if first + n < params.T {
      storeKeys(kept, partOf(head, first + n, 1u), n);
    }
    continuing { n++; break if n >= 8u; }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let i = workgroupIndex(group, groups);
  if i >= params.L * params.B * params.H {
    return;
  }
  let head = headAt(i);
  var kept: Kept;
  var panel = 0u;
  loop {
    takePanel(&kept, head, panel, invocation & 3u);
    continuing { panel += 32u; break if panel >= params.T; }
  }
}
