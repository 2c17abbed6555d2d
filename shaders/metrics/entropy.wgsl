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

#import math/excess
#import math/logarithm
#import metrics/sum-by-chunk

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
