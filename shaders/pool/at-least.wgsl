// pool/at-least — which samples score at least as much as their lineage's threshold.
//
//   marks[l, n] = 1 where scores[l, n] ≥ threshold[l], else 0
//
// Axes      L lineages · N samples
// Grid      one invocation per (l, n)
// Exact
// Twin      src/kernels/pool/at-least.ts

#import grid

struct Params {
  L: u32,
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;        // [L, N]
@group(0) @binding(2) var<storage, read> threshold: array<f32>;     // [L]
@group(0) @binding(3) var<storage, read_write> marks: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  marks[i] = select(0.0, 1.0, scores[i] >= threshold[i / params.N]);
}
