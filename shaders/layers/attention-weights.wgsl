// layers/attention-weights — how much of each key a query takes in layers/attention-panels, lane by lane.

#import math/power-of-two

// Of a lane's 16 keys or fewer, by quarters.
struct Sixteen {
  q0: vec4f,
  q1: vec4f,
  q2: vec4f,
  q3: vec4f,
}

struct Weights {
  all: Sixteen,
  largest: f32,  // score, as a power of two
  sum: f32,
}

// What the lane has at turn i of something that goes round, or of what came round gone back.
fn turned(x: vec4f, i: u32) -> vec4f {
  if i == 0u {
    return x;
  }
  if i == 1u {
    return quadSwapX(x);
  }
  if i == 2u {
    return quadSwapY(x);
  }
  return quadSwapDiagonal(x);
}

// Four more dimensions of the products of four keys with a query.
fn fourMore(kept: ptr<function, Kept>, quarter: u32, i: u32, f: u32, sums: vec4f) -> vec4f {
  let x = turned((*kept)[QUERY + f], i);
  let at = 4u * FOURS * quarter + f;
  return vec4f(
    dot((*kept)[at], x) + sums.x,
    dot((*kept)[at + FOURS], x) + sums.y,
    dot((*kept)[at + 2u * FOURS], x) + sums.z,
    dot((*kept)[at + 3u * FOURS], x) + sums.w,
  );
}

fn scoresOf(kept: ptr<function, Kept>, quarter: u32, i: u32) -> vec4f {
  var sums = fourMore(kept, quarter, i, 0u, vec4f());
  sums = fourMore(kept, quarter, i, 1u, sums);
  sums = fourMore(kept, quarter, i, 2u, sums);
  sums = fourMore(kept, quarter, i, 3u, sums);
  if FOURS > 4u {
    sums = fourMore(kept, quarter, i, HALF, sums);
    sums = fourMore(kept, quarter, i, HALF + 1u, sums);
    sums = fourMore(kept, quarter, i, HALF + 2u, sums);
    sums = fourMore(kept, quarter, i, HALF + 3u, sums);
  }
  return sums;
}

// With the query of turn i.
fn scores(kept: ptr<function, Kept>, quarters: u32, i: u32) -> Sixteen {
  var s = Sixteen();
  s.q0 = scoresOf(kept, 0u, i);
  if quarters > 1u {
    s.q1 = scoresOf(kept, 1u, i);
  }
  if quarters > 2u {
    s.q2 = scoresOf(kept, 2u, i);
  }
  if quarters > 3u {
    s.q3 = scoresOf(kept, 3u, i);
  }
  return s;
}

// `max` looks for what is no number, too, and takes five times as long.
fn larger(a: vec4f, b: vec4f) -> vec4f {
  return select(b, a, a > b);
}

fn largestOf(x: vec4f) -> f32 {
  let a = select(x.y, x.x, x.x > x.y);
  let b = select(x.w, x.z, x.z > x.w);
  return select(b, a, a > b);
}

// One after the other: four at once would not find room in the registers.
fn powersOfTwo(x: vec4f) -> vec4f {
  let a = powerOfTwo(x.x);
  let b = powerOfTwo(x.y);
  let c = powerOfTwo(x.z);
  let d = powerOfTwo(x.w);
  return vec4f(a, b, c, d);
}

// Scores of what may be seen; `ahead` counts from the first key that may not, `key` is the lane's next.
fn visible(s: vec4f, key: f32, ahead: f32) -> vec4f {
  return select(vec4f(BLOCKED), s, key + vec4f(0.0, 4.0, 8.0, 12.0) <= vec4f(ahead));
}

// Where a lane sees no key at all, all weigh the same, but nothing beside those of the other lanes.
fn weightsOf(scores: Sixteen, seen: u32, quarters: u32, ahead: f32) -> Weights {
  var s = scores;
  if seen == 0u {
    s.q0 = visible(s.q0, 0.0, ahead);
  }
  if (seen <= 1u) & (quarters > 1u) {
    s.q1 = visible(s.q1, f32(16u * (1u - seen)), ahead);
  }
  if (seen <= 2u) & (quarters > 2u) {
    s.q2 = visible(s.q2, f32(16u * (2u - seen)), ahead);
  }
  if quarters > 3u {
    s.q3 = visible(s.q3, f32(16u * (3u - seen)), ahead);
  }
  var all = s.q0;
  if quarters > 1u {
    all = larger(all, s.q1);
  }
  if quarters > 2u {
    all = larger(all, s.q2);
  }
  if quarters > 3u {
    all = larger(all, s.q3);
  }
  let largest = largestOf(all);
  var w = Sixteen();
  w.q0 = powersOfTwo(s.q0 - largest);
  var sums = w.q0;
  if quarters > 1u {
    w.q1 = powersOfTwo(s.q1 - largest);
    sums += w.q1;
  }
  if quarters > 2u {
    w.q2 = powersOfTwo(s.q2 - largest);
    sums += w.q2;
  }
  if quarters > 3u {
    w.q3 = powersOfTwo(s.q3 - largest);
    sums += w.q3;
  }
  return Weights(w, largest, (sums.x + sums.y) + (sums.z + sums.w));
}
