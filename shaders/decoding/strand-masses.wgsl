// decoding/strand-masses — the largest score of every strand, and the sum of exponentials beside it.
//
//   peaks[r, c] = max_v scores[r, v],  masses[r, c] = Σ_v exp(scores[r, v] - peaks[r, c])
//
// A strand is the tokens v = c, c + C, c + 2 C, …: neighbouring invocations read neighbours.
//
// Axes      L lineages · R rows · V vocabulary · C strands
// Grid      one invocation per (l, r, c)
// Close     10⁻⁵ relative
// Twin      src/kernels/decoding/strand-masses.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;         // [L, R, V]
@group(0) @binding(2) var<storage, read_write> peaks: array<f32>;    // [L, R, C]
@group(0) @binding(3) var<storage, read_write> masses: array<f32>;   // [L, R, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.C {
    return;
  }
  let row = i / params.C;
  let c = i - row * params.C;
  let end = (row + 1u) * params.V;
  let first = row * params.V + c;
  var peak = scores[first];
  for (var at = first + params.C; at < end; at += params.C) {
    peak = max(peak, scores[at]);
  }
  var mass = 0.0;
  for (var at = first; at < end; at += params.C) {
    mass += exponential(scores[at] - peak);
  }
  peaks[i] = peak;
  masses[i] = mass;
}
