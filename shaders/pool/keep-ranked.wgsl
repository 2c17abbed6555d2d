// pool/keep-ranked — the samples that reach a rank, and of those that just reach it the first.
//
//   kept[l, n] = weight[r, n] for goal[l, 1] samples, else 0
//
// Axes      L lineages · N samples · R rows of weights: L, or 1 that all lineages share · C chunks of
//           CHUNK_LENGTH samples
// Units     the goal is a rank and a number of samples; counts are those of pool/rank-counts at the
//           last goal and shift 0, so that the first two reach the rank and are better
// Grid      one invocation per (l, c)
// Exact     bit for bit as the twin
// Twin      src/kernels/pool/keep-ranked.ts

#import grid
#import pool/rank

override CHUNK_LENGTH: u32;

struct Params {
  L: u32,
  N: u32,
  R: u32,
  C: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;        // [L, N]
@group(0) @binding(2) var<storage, read> weight: array<f32>;        // [R, N]
@group(0) @binding(3) var<storage, read> goal: array<vec2u>;        // [L, 2]
@group(0) @binding(4) var<storage, read> counts: array<u32>;        // [L, C, 16]
@group(0) @binding(5) var<storage, read_write> kept: array<f32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let least = goal[l].x;
  let wanted = goal[l].y;
  var taken = 0u;  // all that are better, and those before this chunk that just reach it
  for (var c = l * params.C; c < (l + 1u) * params.C; c++) {
    taken += counts[16u * c + select(1u, 0u, c < i)];
  }
  var left = wanted - min(wanted, taken);
  let first = l * params.N;
  let own = min(l, params.R - 1u) * params.N;
  let start = (i - l * params.C) * CHUNK_LENGTH;
  for (var n = start; n < min(start + CHUNK_LENGTH, params.N); n++) {
    var result = 0.0;
    if n < params.rows && wanted > 0u && weight[own + n] > 0.0 {
      let rank = rankOf(scores[first + n]);
      if rank > least || (rank == least && left > 0u) {
        result = weight[own + n];
        left -= select(0u, 1u, rank == least);
      }
    }
    kept[first + n] = result;
  }
}
