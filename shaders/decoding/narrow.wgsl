// decoding/narrow — four more bits of the threshold that a share of the whole lies at or above.
//
//   threshold[r] += j · 2^shift        the largest j with Σ_c above[r, c, j] ≥ goal
//
// The goal is share[l] of the mass, or share[l] tokens. A share of everything, or of nothing, leaves
// the threshold at 0. What is kept in the end is the smallest set of the largest weights that
// reaches the goal, and what equals the smallest of them.
//
// Axes      L lineages · R rows · C strands, see decoding/strand-masses
// Grid      one invocation per (l, r)
// Exact     given the same sums
// Twin      src/kernels/decoding/narrow.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  C: u32,
  shift: u32,
  mass: u32,   // 1: share of the mass; 0: number of tokens
  whole: f32,  // the share that is everything
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> share: array<f32>;             // [L]
@group(0) @binding(2) var<storage, read> masses: array<f32>;            // [L, R, C]
@group(0) @binding(3) var<storage, read> above: array<f32>;             // [L, R, C, 16]
@group(0) @binding(4) var<storage, read_write> threshold: array<u32>;   // [L, R]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R {
    return;
  }
  let part = share[i / params.R];
  let start = select(threshold[i], 0u, params.shift == 28u);
  if part <= 0.0 || part >= params.whole {
    threshold[i] = 0u;
    return;
  }
  var goal = part;
  if params.mass == 1u {
    var total = 0.0;
    for (var c = 0u; c < params.C; c++) {
      total += masses[i * params.C + c];
    }
    goal = part * total;
  }
  var digit = 0u;
  for (var j = 15u; j > 0u && digit == 0u; j--) {
    var sum = 0.0;
    for (var c = 0u; c < params.C; c++) {
      sum += above[(i * params.C + c) * 16u + j];
    }
    digit = select(0u, j, sum >= goal);
  }
  threshold[i] = start + (digit << params.shift);
}
