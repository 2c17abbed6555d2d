// layers/attention-backward-turn — four rows go past eight keys of each lane: weights, changes, and what
// the queries have of them. See layers/attention-backward-panels.

#import layers/attention-backward-places
#import layers/attention-backward-products
#import math/past
#import math/power-of-two

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
