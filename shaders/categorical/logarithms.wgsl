// categorical/logarithms — counts as logarithms, up to a constant of each row log-probabilities.
//
// Axes      L lineages · K categories
// Units     nats; LOG_ZERO for a category without a count
// Grid      one invocation per (l, k)
// Close     10⁻⁷ relative
// Twin      src/kernels/categorical/logarithms.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  K: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;        // [L, K]
@group(0) @binding(2) var<storage, read_write> logs: array<f32>;    // [L, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.K {
    return;
  }
  logs[i] = logarithm(f32(counts[i]));
}
