// decoding/attention-weights — scores become the weights of the positions, in place, and their sums.
//
//   scores[r, h, u] ← exp(scores[r, h, u] - max_u scores[r, h, u])        u < S + clock
//   totals[r, h]    = Σ_u of the new scores
//
// Axes      L lineages · R rows · H heads · U positions of a whole text
// Grid      one invocation per (l, r, h)
// Close     10⁻⁶
// Twin      src/kernels/decoding/attention-weights.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  R: u32,
  H: u32,
  U: u32,
  S: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;         // [1], new tokens so far
@group(0) @binding(2) var<storage, read_write> scores: array<f32>;  // [L, R, H, U]
@group(0) @binding(3) var<storage, read_write> totals: array<f32>;  // [L, R, H]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.H {
    return;
  }
  let first = i * params.U;
  let end = first + params.S + clock[0];
  var peak = scores[first];
  for (var at = first + 1u; at < end; at++) {
    peak = max(peak, scores[at]);
  }
  var total = 0.0;
  for (var at = first; at < end; at++) {
    let weight = exponential(scores[at] - peak);
    scores[at] = weight;
    total += weight;
  }
  totals[i] = total;
}
