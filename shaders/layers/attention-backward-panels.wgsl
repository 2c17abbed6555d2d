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

// Where a lane keeps what, 16 columns of it: those beyond are in an array of their own, which narrow
// heads do not have. Of the panel, four fours for each key:
const KEYS = 0u;
const VALUES = 32u;
const KEY_SUMS = 64u;
const VALUE_SUMS = 96u;
// Of a row, in fours:
const QUERY = 128u;
const SLOPE = 132u;  // of its output
const SUMS = 136u;
// Of two rows and eight keys, then of the two before:
const CHANGES = 140u;
const WEIGHTS = 148u;
// The log-sum in bits, delta and the place of a row, then of two less the panel's place:
const ROW = 156u;
const ROWS = 157u;

alias Kept = array<vec4f, 159>;

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

fn weighOwn(low: ptr<function, Kept>, high: ptr<function, Kept>, n: u32) {
  let at = n / 4u;
  (*low)[WEIGHTS + at] = weightsOf(low, ownProducts(low, high, KEYS + 4u * n, QUERY), 0u, n);
  let slope = ownProducts(low, high, VALUES + 4u * n, SLOPE);
  (*low)[CHANGES + at] = changesOf(low, slope, 0u, at);
}

fn weighNeighbours(low: ptr<function, Kept>, high: ptr<function, Kept>, n: u32) {
  let at = 2u + n / 4u;
  let scores = neighboursProducts(low, high, KEYS + 4u * n, QUERY);
  (*low)[WEIGHTS + at] = weightsOf(low, scores, 1u, n);
  let slope = neighboursProducts(low, high, VALUES + 4u * n, SLOPE);
  (*low)[CHANGES + at] = changesOf(low, slope, 1u, at);
}

// Adds four columns of four keys from `at` on, as much of each as the changes say.
fn withMixture(kept: ptr<function, Kept>, sums: vec4f, at: u32, changes: vec4f) -> vec4f {
  return sums + (*kept)[at] * changes.x + (*kept)[at + 4u] * changes.y
    + (*kept)[at + 8u] * changes.z + (*kept)[at + 12u] * changes.w;
}

fn mixture(kept: ptr<function, Kept>, low: ptr<function, Kept>, j: u32, changes: u32) -> vec4f {
  let half = withMixture(kept, vec4f(), KEYS + j, (*low)[changes]);
  return withMixture(kept, half, KEYS + j + 16u, (*low)[changes + 1u]);
}

// The sums of a row as its next lane has them.
fn mixed(kept: ptr<function, Kept>, low: ptr<function, Kept>, j: u32) -> vec4f {
  let own = mixture(kept, low, j, CHANGES);
  let both = own + quadSwapX(mixture(kept, low, j, CHANGES + 2u));
  return quadSwapY((*kept)[SUMS + j] + both);
}

fn mix(low: ptr<function, Kept>, high: ptr<function, Kept>) {
  (*low)[SUMS] = mixed(low, low, 0u);
  (*low)[SUMS + 1u] = mixed(low, low, 1u);
  if FOURS > 2u {
    (*low)[SUMS + 2u] = mixed(low, low, 2u);
  }
  if FOURS > 3u {
    (*low)[SUMS + 3u] = mixed(low, low, 3u);
  }
  if FOURS > 4u {
    (*high)[SUMS] = mixed(high, low, 0u);
    (*high)[SUMS + 1u] = mixed(high, low, 1u);
    (*high)[SUMS + 2u] = mixed(high, low, 2u);
    (*high)[SUMS + 3u] = mixed(high, low, 3u);
  }
}

fn passOn(kept: ptr<function, Kept>, j: u32) {
  (*kept)[QUERY + j] = quadSwapY((*kept)[QUERY + j]);
  (*kept)[SLOPE + j] = quadSwapY((*kept)[SLOPE + j]);
}

fn passAllOn(kept: ptr<function, Kept>) {
  passOn(kept, 0u);
  passOn(kept, 1u);
  if FOURS > 2u {
    passOn(kept, 2u);
  }
  if FOURS > 3u {
    passOn(kept, 3u);
  }
}

// Works on a lane's own row and its neighbour's, and passes the own on.
fn turn(low: ptr<function, Kept>, high: ptr<function, Kept>, panel: f32) {
  (*low)[CHANGES + 4u] = (*low)[CHANGES];
  (*low)[CHANGES + 5u] = (*low)[CHANGES + 1u];
  (*low)[CHANGES + 6u] = (*low)[CHANGES + 2u];
  (*low)[CHANGES + 7u] = (*low)[CHANGES + 3u];
  (*low)[WEIGHTS + 4u] = (*low)[WEIGHTS];
  (*low)[WEIGHTS + 5u] = (*low)[WEIGHTS + 1u];
  (*low)[WEIGHTS + 6u] = (*low)[WEIGHTS + 2u];
  (*low)[WEIGHTS + 7u] = (*low)[WEIGHTS + 3u];
  (*low)[ROWS] = (*low)[ROW] - vec4f(0.0, 0.0, panel, 0.0);
  (*low)[ROWS + 1u] = quadSwapX((*low)[ROW]) - vec4f(0.0, 0.0, panel, 0.0);
  let past1 = past(f32(params.L), 1e30);
  weighOwn(low, high, 0u);
  weighOwn(low, high, 4u);
  weighNeighbours(low, high, 0u);
  weighNeighbours(low, high, 4u);
  let past2 = past(past1, 1e29);
  mix(low, high);
  // What nobody reads would not be worked out.
  (*low)[ROWS].w = past(past2, 1e28);
  passAllOn(low);
  if FOURS > 4u {
    passAllOn(high);
  }
  (*low)[ROW] = quadSwapY((*low)[ROW]);
}

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

fn loadFour(kept: ptr<function, Kept>, query: u32, own: u32, j: u32) {
  (*kept)[QUERY + j] = qkv[query + j] * (LOG2_E * inverseRoot());
  (*kept)[SLOPE + j] = gradientOut[own + j];
  (*kept)[SUMS + j] = vec4f();
}

fn loadRow(kept: ptr<function, Kept>, query: u32, own: u32) {
  loadFour(kept, query, own, 0u);
  loadFour(kept, query, own, 1u);
  if FOURS > 2u {
    loadFour(kept, query, own, 2u);
  }
  if FOURS > 3u {
    loadFour(kept, query, own, 3u);
  }
}

fn withDelta(kept: ptr<function, Kept>, start: f32, own: u32) -> f32 {
  var delta = start + dot((*kept)[SLOPE], out[own]);
  delta += dot((*kept)[SLOPE + 1u], out[own + 1u]);
  if FOURS > 2u {
    delta += dot((*kept)[SLOPE + 2u], out[own + 2u]);
  }
  if FOURS > 3u {
    delta += dot((*kept)[SLOPE + 3u], out[own + 3u]);
  }
  return delta;
}

fn deltaOf(low: ptr<function, Kept>, high: ptr<function, Kept>, own: u32) -> f32 {
  let delta = withDelta(low, 0.0, own);
  if FOURS > 4u {
    return withDelta(high, delta, own + 4u);
  }
  return delta;
}

// Adds what is there to the sums of a row.
fn addQuery(kept: ptr<function, Kept>, query: u32, isAdded: bool) {
  let count = min(FOURS, 4u);
  // With nothing to add a single turn, which a loop takes in any case.
  var j = select(count - 1u, 0u, isAdded);
  loop {
    (*kept)[SUMS + j] = select(vec4f(), gradient[query + j], isAdded) / inverseRoot();
    continuing { j++; break if j >= count; }
  }
}

fn storeQuery(kept: ptr<function, Kept>, query: u32) {
  gradient[query] = (*kept)[SUMS] * inverseRoot();
  gradient[query + 1u] = (*kept)[SUMS + 1u] * inverseRoot();
  if FOURS > 2u {
    gradient[query + 2u] = (*kept)[SUMS + 2u] * inverseRoot();
  }
  if FOURS > 3u {
    gradient[query + 3u] = (*kept)[SUMS + 3u] * inverseRoot();
  }
}

// Takes four rows from `r` on past the panel, one a lane.
fn takeRows(
  low: ptr<function, Kept>,
  high: ptr<function, Kept>,
  head: Head,
  panel: u32,
  r: u32,
  lane: u32,
) {
  let isInside = r + lane < params.T;
  let place = min(r + lane, params.T - 1u);
  let query = partOf(head, place, 0u);
  let own = (head.first + place) * (params.D / 4u) + head.column;
  loadRow(low, query, own);
  if FOURS > 4u {
    loadRow(high, query + 4u, own + 4u);
  }
  var delta = 0.0;
  if panel == 0u {
    delta = deltaOf(low, high, own);
    deltas[head.score + place] = delta;
  }
  if panel > 0u {
    delta = deltas[head.score + place];
  }
  // What lies behind the text sees no key.
  let sight = select(-1.0, f32(place), isInside);
  (*low)[ROW] = vec4f(LOG2_E * logSums[head.score + place], delta, sight, 0.0);

  let isAdded = (panel > 0u) | (params.accumulate == 1u);
  addQuery(low, query, isAdded);
  if FOURS > 4u {
    addQuery(high, query + 4u, isAdded);
  }
  let turns = 2u * min(params.L, 1u);
  var i = 0u;
  loop {
    turn(low, high, f32(panel + 8u * lane));
    continuing { i++; break if i >= turns; }
  }
  spread(low, high);
  if isInside {
    storeQuery(low, query);
    if FOURS > 4u {
      storeQuery(high, query + 4u);
    }
  }
}

fn loadKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  (*kept)[KEYS + 4u * n + j] = qkv[key + j];
  (*kept)[VALUES + 4u * n + j] = qkv[key + params.D / 4u + j];
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
}

fn storeKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  // The queries that these were summed over were in bits.
  gradient[key + j] = (*kept)[KEY_SUMS + 4u * n + j] * LN_2;
  gradient[key + params.D / 4u + j] = (*kept)[VALUE_SUMS + 4u * n + j];
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
}

fn clearKey(kept: ptr<function, Kept>, at: u32) {
  (*kept)[at] = vec4f();
  (*kept)[at + 1u] = vec4f();
  if FOURS > 2u {
    (*kept)[at + 2u] = vec4f();
  }
  if FOURS > 3u {
    (*kept)[at + 3u] = vec4f();
  }
}

fn clearKeys(kept: ptr<function, Kept>, at: u32) {
  clearKey(kept, at);
  clearKey(kept, at + 4u);
  clearKey(kept, at + 8u);
  clearKey(kept, at + 12u);
  clearKey(kept, at + 16u);
  clearKey(kept, at + 20u);
  clearKey(kept, at + 24u);
  clearKey(kept, at + 28u);
}

// The sums of eight keys begin with what is there, or with nothing: then with a single turn.
fn beginSums(kept: ptr<function, Kept>, head: Head, first: u32, skipped: u32) {
  clearKeys(kept, KEY_SUMS);
  clearKeys(kept, VALUE_SUMS);
  let isAdded = params.accumulate == 1u;
  let count = min(FOURS, 4u);
  var i = select(16u * count - 1u, 0u, isAdded);
  loop {
    let j = i % count;
    let key = (i / count) % 8u;
    let part = i / (8u * count);
    let place = partOf(head, min(first + key, params.T - 1u), 1u + part) + skipped;
    let factor = select(LOG2_E, 1.0, part == 1u);
    (*kept)[KEY_SUMS + 32u * part + 4u * key + j] =
      select(vec4f(), gradient[place + j] * factor, isAdded);
    continuing { i++; break if i >= 16u * count; }
  }
}

fn takePanel(
  low: ptr<function, Kept>,
  high: ptr<function, Kept>,
  head: Head,
  panel: u32,
  lane: u32,
) {
  let first = panel + 8u * lane;
  var n = 0u;
  loop {
    let key = partOf(head, min(first + n, params.T - 1u), 1u);
    loadKeys(low, key, n);
    if FOURS > 4u {
      loadKeys(high, key + 4u, n);
    }
    continuing { n++; break if n >= 8u; }
  }
  beginSums(low, head, first, 0u);
  if FOURS > 4u {
    beginSums(high, head, first, 4u);
  }

  var r = panel;
  loop {
    takeRows(low, high, head, panel, r, lane);
    continuing { r += 4u; break if r >= params.T; }
  }

  n = 0u;
  loop {
    if first + n < params.T {
      let key = partOf(head, first + n, 1u);
      storeKeys(low, key, n);
      if FOURS > 4u {
        storeKeys(high, key + 4u, n);
      }
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
  var low: Kept;
  var high: Kept;
  var panel = 0u;
  loop {
    takePanel(&low, &high, head, panel, invocation & 3u);
    continuing { panel += 32u; break if panel >= params.T; }
  }
}
