// layers/attention-panels — the head of a text, 64 keys and values at a time kept by a quad.
//
// Each lane keeps every fourth key with its value, and goes past them with four queries, of which it
// has one itself and which go round by swaps: at turn i a lane has the query of lane `lane ^ i`. What
// the four lanes found for a query is put together in its own lane. Queries of the first half go past
// half of the keys only, by code of their own.
//
// This is for a processor that plays the graphics card, whose translation decides what it costs:
// - An element of a private array costs next to nothing at a constant index, hence all that is written out.
// - It leaves registers to what was there first, even to what waits for later, and then whatever is
//   multiplied in between is stored and loaded again. `past` empties them all.
//
// A file that imports this says how wide a head is, in fours: `FOURS`, 4 or 8.
//
// Twin      none of its own: see layers/attention-forward-panels-16

#import grid
#import layers/attention-memory
#import layers/attention-mixtures
#import layers/attention-weights
#import math/logarithm
#import math/past

override LONG: u32;  // 1 where T may be more than 64

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read_write> out: array<vec4f>;       // [L, B, T, D]
@group(0) @binding(3) var<storage, read_write> logSums: array<f32>;     // [L, B, H, T]

const BLOCKED = -1e30;

// Four queries with so many quarters of the keys.
fn attendFour(kept: ptr<function, Kept>, seen: u32, quarters: u32) {
  let s0 = scores(kept, quarters, 0u);
  let s1 = scores(kept, quarters, 1u);
  let s2 = scores(kept, quarters, 2u);
  let s3 = scores(kept, quarters, 3u);
  let past1 = past(f32(params.L), 1e30);
  let w0 = weightsOf(s0, seen, quarters, (*kept)[AHEAD].x);
  let w1 = weightsOf(s1, seen, quarters, (*kept)[AHEAD].y);
  let w2 = weightsOf(s2, seen, quarters, (*kept)[AHEAD].z);
  let w3 = weightsOf(s3, seen, quarters, (*kept)[AHEAD].w);
  let past2 = past(past1, 1e29);
  let h0 = firstHalf(kept, quarters, w0.all);
  let h1 = firstHalf(kept, quarters, w1.all);
  let h2 = firstHalf(kept, quarters, w2.all);
  let h3 = firstHalf(kept, quarters, w3.all);
  let past3 = past(past2, 1e28);
  let a = lastHalf(kept, quarters, w0.all, h0);
  let b = lastHalf(kept, quarters, w1.all, h1);
  let c = lastHalf(kept, quarters, w2.all, h2);
  let d = lastHalf(kept, quarters, w3.all, h3);
  let past4 = past(past3, 1e27);
  let heights = vec4f(
    w0.largest,
    quadSwapX(w1.largest),
    quadSwapY(w2.largest),
    quadSwapDiagonal(w3.largest),
  );
  var largest = largestOf(heights);
  var byEarlier = 0.0;
  if LONG > 0u {
    let before = (*kept)[REST].x;
    largest = select(before, largest, largest > before);
    byEarlier = powerOfTwo(before - largest);
  }
  var by = powersOfTwo(heights - largest);
  let sum = byEarlier + dot(
    by,
    vec4f(w0.sum, quadSwapX(w1.sum), quadSwapY(w2.sum), quadSwapDiagonal(w3.sum)),
  );
  let share = 1.0 / sum;
  by *= share;
  (*kept)[REST] = vec4f(largest / LOG2_E + logarithm(sum), byEarlier * share, past4, 0.0);
  (*kept)[RESULT] = together(a.f0, b.f0, c.f0, d.f0, by);
  (*kept)[RESULT + 1u] = together(a.f1, b.f1, c.f1, d.f1, by);
  (*kept)[RESULT + 2u] = together(a.f2, b.f2, c.f2, d.f2, by);
  (*kept)[RESULT + 3u] = together(a.f3, b.f3, c.f3, d.f3, by);
  if FOURS > 4u {
    (*kept)[RESULT + HALF] = together(a.f4, b.f4, c.f4, d.f4, by);
    (*kept)[RESULT + HALF + 1u] = together(a.f5, b.f5, c.f5, d.f5, by);
    (*kept)[RESULT + HALF + 2u] = together(a.f6, b.f6, c.f6, d.f6, by);
    (*kept)[RESULT + HALF + 3u] = together(a.f7, b.f7, c.f7, d.f7, by);
  }
}

// The queries that see more than `seen` quarters of the keys from position p on, and at most
// `quarters`; where these are four, all that follow.
fn attendRows(kept: ptr<function, Kept>, head: Head, lane: u32, seen: u32, quarters: u32, p: u32) {
  let begin = p + 16u * seen;
  let end = select(p + 16u * quarters, params.T, quarters == 4u);
  var r = begin;
  loop {
    let row = min(r + lane, params.T - 1u);
    let at = (head.first + row) * (params.D / 4u) + head.column;
    loadQuery(kept, (head.first + row) * (params.E / 4u) + head.column);
    let others = vec4u(lane, lane ^ 1u, lane ^ 2u, lane ^ 3u);
    (*kept)[AHEAD] = vec4f(r - begin + others) - f32(lane);
    let score = head.score + row;
    if LONG > 0u {
      (*kept)[REST].x = select(BLOCKED, logSums[score] * LOG2_E, p > 0u);
    }
    attendFour(kept, seen, quarters);
    if r + lane < min(end, params.T) {
      store(kept, at, p);
      logSums[score] = (*kept)[REST].x;
    }
    continuing { r += 4u; break if r >= end; }
  }
}

fn attend(head: Head, lane: u32) {
  var kept: Kept;
  var p = 0u;
  loop {
    fill(&kept, head, lane, p);
    if FOURS > 4u {
      // With code for half of the keys, too, the translation would take too long.
      attendRows(&kept, head, lane, 0u, 4u, p);
    } else {
      attendRows(&kept, head, lane, 0u, 2u, p);
      attendRows(&kept, head, lane, 2u, 4u, p);
    }
    continuing { p += 64u; break if (LONG == 0u) | (p >= params.T); }
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
  attend(headOf(i), invocation & 3u);
}
