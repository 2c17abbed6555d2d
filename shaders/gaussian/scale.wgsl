// gaussian/scale — multiply the deviations of each lineage by a factor of its own.
//
//   scaled[l, d] = logDeviation[l, d] + shift[l]
//
// Axes      L lineages · D dimensions
// Grid      one invocation per (l, d)
// Twin      src/kernels/gaussian/scale.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logDeviation: array<f32>;    // [L, D]
@group(0) @binding(2) var<storage, read> shift: array<f32>;           // [L], natural logarithm
@group(0) @binding(3) var<storage, read_write> scaled: array<f32>;    // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  scaled[i] = max(LOG_ZERO, logDeviation[i] + shift[i / params.D]);
}
