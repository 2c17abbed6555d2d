// categorical/log-prob — the logarithm of the probability of every sample.
//
//   logProb[l, n] = ln (counts[r, k] / totals[r])        k = values[l, n]
//
// Axes      L lineages · N samples · R distributions: L, or 1 that all lineages share · K categories
// Units     nats; LOG_ZERO for what cannot come
// Grid      one invocation per (l, n)
// Close     10⁻⁶
// Twin      src/kernels/categorical/log-prob.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  R: u32,
  K: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<u32>;          // [L, N], below K
@group(0) @binding(2) var<storage, read> counts: array<u32>;          // [R, K]
@group(0) @binding(3) var<storage, read> totals: array<u32>;          // [R], ≥ 1
@group(0) @binding(4) var<storage, read_write> logProb: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let r = min(i / params.N, params.R - 1u);
  let count = counts[r * params.K + values[i]];
  logProb[i] = logarithm(f32(count) / f32(totals[r]));
}
