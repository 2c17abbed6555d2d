// decoding/temper — scores become weights at a temperature, in place; the largest is 1.
//
//   scores[r, v] ← exp((scores[r, v] - peak_r) / temperature[l])        peak_r = max_c peaks[r, c]
//   masses[r, c] = Σ_v of the new scores in strand c
//
// Axes      L lineages · R rows · V vocabulary · C strands, see decoding/strand-masses
// Grid      one invocation per (l, r, c)
// Close     10⁻⁵ relative: the exponent is rounded before its exponential
// Twin      src/kernels/decoding/temper.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> temperature: array<f32>;    // [L], > 0
@group(0) @binding(2) var<storage, read> peaks: array<f32>;          // [L, R, C]
@group(0) @binding(3) var<storage, read_write> scores: array<f32>;   // [L, R, V]
@group(0) @binding(4) var<storage, read_write> masses: array<f32>;   // [L, R, C]

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
  let heat = temperature[row / params.R];
  var mass = 0.0;
  for (var at = row * params.V + i - strands; at < (row + 1u) * params.V; at += params.C) {
    let weight = exponential((scores[at] - peak) / heat);
    scores[at] = weight;
    mass += weight;
  }
  masses[i] = mass;
}
