// pool/rank-counts — how many samples of every chunk reach each of sixteen ranks.
//
//   counts[l, c, j] = how many n of chunk c are there with rank(scores[l, n]) ≥ goal[l, 0] + j · 2^shift
//
// A step of a search for the rank that the best reach, four bits at a time from the highest; see
// pool/rank-goal. Ranks that no u32 holds are reached by none.
//
// Axes      L lineages · N samples · R rows of weights: L, or 1 that all lineages share · C chunks of
//           CHUNK_LENGTH samples
// Units     a sample is there whose weight is above 0; the goal is a rank and a number of samples
// Grid      one invocation per (l, c)
// Exact     integers
// Twin      src/kernels/pool/rank-counts.ts

#import grid
#import pool/rank

override CHUNK_LENGTH: u32;

struct Params {
  L: u32,
  N: u32,
  R: u32,
  C: u32,
  rows: u32,   // the first of the N that count
  shift: u32,  // at 28 the goal is 0, whatever is there
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;           // [L, N]
@group(0) @binding(2) var<storage, read> weight: array<f32>;           // [R, N]
@group(0) @binding(3) var<storage, read> goal: array<vec2u>;           // [L, 2]
@group(0) @binding(4) var<storage, read_write> counts: array<vec4u>;   // [L, C, 16]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let start = (i - l * params.C) * CHUNK_LENGTH;
  let own = min(l, params.R - 1u) * params.N;
  let least = select(goal[l].x, 0u, params.shift == 28u);
  let steps = vec4u(0u, 1u, 2u, 3u);
  var count0 = vec4u();
  var count1 = vec4u();
  var count2 = vec4u();
  var count3 = vec4u();
  for (var n = start; n < min(start + CHUNK_LENGTH, params.rows); n++) {
    let rank = rankOf(scores[l * params.N + n]);
    let isThere = vec4<bool>((weight[own + n] > 0.0) & (rank >= least));
    // How many whole steps it is above the least.
    let above = vec4u((rank - least) >> params.shift);
    count0 += select(vec4u(), vec4u(1u), isThere & (above >= steps));
    count1 += select(vec4u(), vec4u(1u), isThere & (above >= steps + 4u));
    count2 += select(vec4u(), vec4u(1u), isThere & (above >= steps + 8u));
    count3 += select(vec4u(), vec4u(1u), isThere & (above >= steps + 12u));
  }
  counts[4u * i] = count0;
  counts[4u * i + 1u] = count1;
  counts[4u * i + 2u] = count2;
  counts[4u * i + 3u] = count3;
}
