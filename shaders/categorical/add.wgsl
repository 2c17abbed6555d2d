// categorical/add — the counts of two sets of samples together.
//
// Axes      L lineages · K categories
// Grid      one invocation per (l, k)
// Exact     integers; a sum over a row fits a u32
// Twin      src/kernels/categorical/add.ts

#import grid

struct Params {
  L: u32,
  K: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> firstCounts: array<u32>;      // [L, K]
@group(0) @binding(2) var<storage, read> firstTotals: array<u32>;      // [L]
@group(0) @binding(3) var<storage, read> secondCounts: array<u32>;     // [L, K]
@group(0) @binding(4) var<storage, read> secondTotals: array<u32>;     // [L]
@group(0) @binding(5) var<storage, read_write> counts: array<u32>;     // [L, K]
@group(0) @binding(6) var<storage, read_write> totals: array<u32>;     // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.K {
    return;
  }
  counts[i] = firstCounts[i] + secondCounts[i];
  if i % params.K == 0u {
    let l = i / params.K;
    totals[l] = firstTotals[l] + secondTotals[l];
  }
}
