// decoding/cut — takes away, in place, the weights below a threshold.
//
//   weights[r, v] ← weights[r, v] [bits of weights[r, v] ≥ threshold[r]]
//   masses[r, c]  = Σ_v weights[r, v] of strand c
//
// Axes      L lineages · R rows · V vocabulary · C strands, see decoding/strand-masses
// Grid      one invocation per (l, r, c)
// Close     masses 10⁻⁵ relative
// Twin      src/kernels/decoding/cut.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> threshold: array<u32>;      // [L, R]
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;  // [L, R, V], ≥ 0
@group(0) @binding(3) var<storage, read_write> masses: array<f32>;   // [L, R, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.C {
    return;
  }
  let row = i / params.C;
  let least = threshold[row];
  let end = (row + 1u) * params.V;
  var mass = 0.0;
  for (var at = row * params.V + i - row * params.C; at < end; at += params.C) {
    let weight = weights[at];
    let kept = select(0.0, weight, bitcast<u32>(weight) >= least);
    weights[at] = kept;
    mass += kept;
  }
  masses[i] = mass;
}
