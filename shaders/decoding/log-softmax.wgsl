// decoding/log-softmax — scores become logarithms of probabilities, in place.
//
//   scores[r, v] ← scores[r, v] - ln Σ_v exp(scores[r, v])
//
// Axes      L lineages · R rows · V vocabulary · C strands, see decoding/strand-masses
// Grid      one invocation per (l, r, c)
// Units     nats
// Close     10⁻⁶
// Twin      src/kernels/decoding/log-softmax.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> peaks: array<f32>;         // [L, R, C]
@group(0) @binding(2) var<storage, read> masses: array<f32>;        // [L, R, C]
@group(0) @binding(3) var<storage, read_write> scores: array<f32>;  // [L, R, V]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.C {
    return;
  }
  let row = i / params.C;
  let strands = row * params.C;
  var peak = peaks[strands];
  for (var c = 1u; c < params.C; c++) {
    peak = max(peak, peaks[strands + c]);
  }
  var mass = 0.0;
  for (var c = 0u; c < params.C; c++) {
    mass += masses[strands + c] * exponential(peaks[strands + c] - peak);
  }
  // Two subtractions: beside a large peak the logarithm would lose its digits.
  let rest = logarithm(mass);
  for (var at = row * params.V + i - strands; at < (row + 1u) * params.V; at += params.C) {
    scores[at] = (scores[at] - peak) - rest;
  }
}
