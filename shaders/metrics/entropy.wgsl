// metrics/entropy — how many nats one sample of the model tells, by chunk.
//
//   sums[l, c] = -Σ p ln p        p = counts[l, k] / totals[l], k in chunk c
//
// Near p = 1 the term comes from 1 - p, an exact difference of integers; it is 0 once a lineage is
// fixed.
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
// Units     nats
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     10⁻⁶ relative; exactly 0 for a fixed lineage
// Source    Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x
// Twin      src/kernels/metrics/entropy.ts

#import grid
#import math/excess
#import math/logarithm

override CHUNK_LENGTH: u32;

const GROUP = 16u;  // sums of sums lose fewer bits than one long sum

struct Params {
  L: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;  // [L, K]
@group(0) @binding(2) var<storage, read> totals: array<u32>;  // [L]
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;  // [L, C]

fn term(l: u32, k: u32) -> f32 {
  let count = counts[l * params.K + k];
  if count == 0u {
    return 0.0;
  }
  let rest = f32(totals[l] - count) / f32(totals[l]);
  let p = f32(count) / f32(totals[l]);
  if rest < 0.3 {
    return rest - excess(-rest);
  }
  return -p * logarithm(p);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let first = (i - l * params.C) * CHUNK_LENGTH;
  let end = min(first + CHUNK_LENGTH, params.K);
  var sum = 0.0;
  for (var k = first; k < end; k += GROUP) {
    var group = 0.0;
    for (var j = k; j < min(k + GROUP, end); j++) {
      group += term(l, j);
    }
    sum += group;
  }
  sums[i] = sum;
}
