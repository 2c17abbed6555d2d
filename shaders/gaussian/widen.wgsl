// gaussian/widen — multiply deviations by e^shift, e.g. √(N / (N - 1)) for the unbiased estimator.
//
// Axes      L lineages · D dimensions
// Grid      one invocation per (l, d)
// Twin      src/kernels/gaussian/widen.ts

#import grid

struct Params {
  L: u32,
  D: u32,
  shift: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logDeviation: array<f32>;    // [L, D]
@group(0) @binding(2) var<storage, read_write> widened: array<f32>;   // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  widened[i] = logDeviation[i] + params.shift;
}
