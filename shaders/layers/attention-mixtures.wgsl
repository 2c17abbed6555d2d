// layers/attention-mixtures — the values in layers/attention-panels, as much of each as the weights say.

// As wide as a head; of width 16, the second half is nothing.
struct Row {
  f0: vec4f,
  f1: vec4f,
  f2: vec4f,
  f3: vec4f,
  f4: vec4f,
  f5: vec4f,
  f6: vec4f,
  f7: vec4f,
}

// One dimension of the values in the first two quarters, as much of each as the weights say.
fn firstOne(kept: ptr<function, Kept>, quarters: u32, w: Sixteen, at: u32) -> f32 {
  var sum = dot((*kept)[at], w.q0);
  if quarters > 1u {
    sum += dot((*kept)[at + 4u * FOURS], w.q1);
  }
  return sum;
}

// The same of the last two.
fn lastOne(kept: ptr<function, Kept>, quarters: u32, w: Sixteen, at: u32, first: f32) -> f32 {
  var sum = first + dot((*kept)[at + 8u * FOURS], w.q2);
  if quarters > 3u {
    sum += dot((*kept)[at + 12u * FOURS], w.q3);
  }
  return sum;
}

fn firstFour(kept: ptr<function, Kept>, quarters: u32, w: Sixteen, f: u32) -> vec4f {
  let at = VALUES + 4u * f;
  let a = firstOne(kept, quarters, w, at);
  let b = firstOne(kept, quarters, w, at + 1u);
  let c = firstOne(kept, quarters, w, at + 2u);
  let d = firstOne(kept, quarters, w, at + 3u);
  return vec4f(a, b, c, d);
}

fn lastFour(kept: ptr<function, Kept>, quarters: u32, w: Sixteen, f: u32, first: vec4f) -> vec4f {
  let at = VALUES + 4u * f;
  let a = lastOne(kept, quarters, w, at, first.x);
  let b = lastOne(kept, quarters, w, at + 1u, first.y);
  let c = lastOne(kept, quarters, w, at + 2u, first.z);
  let d = lastOne(kept, quarters, w, at + 3u, first.w);
  return vec4f(a, b, c, d);
}

fn firstHalf(kept: ptr<function, Kept>, quarters: u32, w: Sixteen) -> Row {
  var row = Row();
  row.f0 = firstFour(kept, quarters, w, 0u);
  row.f1 = firstFour(kept, quarters, w, 1u);
  row.f2 = firstFour(kept, quarters, w, 2u);
  row.f3 = firstFour(kept, quarters, w, 3u);
  if FOURS > 4u {
    row.f4 = firstFour(kept, quarters, w, HALF);
    row.f5 = firstFour(kept, quarters, w, HALF + 1u);
    row.f6 = firstFour(kept, quarters, w, HALF + 2u);
    row.f7 = firstFour(kept, quarters, w, HALF + 3u);
  }
  return row;
}

fn lastHalf(kept: ptr<function, Kept>, quarters: u32, w: Sixteen, first: Row) -> Row {
  if quarters <= 2u {
    return first;
  }
  var row = Row();
  row.f0 = lastFour(kept, quarters, w, 0u, first.f0);
  row.f1 = lastFour(kept, quarters, w, 1u, first.f1);
  row.f2 = lastFour(kept, quarters, w, 2u, first.f2);
  row.f3 = lastFour(kept, quarters, w, 3u, first.f3);
  if FOURS > 4u {
    row.f4 = lastFour(kept, quarters, w, HALF, first.f4);
    row.f5 = lastFour(kept, quarters, w, HALF + 1u, first.f5);
    row.f6 = lastFour(kept, quarters, w, HALF + 2u, first.f6);
    row.f7 = lastFour(kept, quarters, w, HALF + 3u, first.f7);
  }
  return row;
}

// What the four lanes made of a query, brought back to its own, as much of each as `by` says.
fn together(a: vec4f, b: vec4f, c: vec4f, d: vec4f, by: vec4f) -> vec4f {
  return a * by.x + turned(b, 1u) * by.y + turned(c, 2u) * by.z + turned(d, 3u) * by.w;
}
