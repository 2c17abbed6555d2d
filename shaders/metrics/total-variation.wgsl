// metrics/total-variation — half of the summed differences from the real distribution, by chunk.
//
//   sums[l, c] = ½ Σ |p - q|        p = counts / totals, q = realCounts / realTotals, k in chunk c
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
//           R real distributions: L, or 1 that all lineages share
// Units     a probability
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     10⁻⁶ relative; exactly 0 where p = q
// Source    Levin, Peres & Wilmer 2009, Markov Chains and Mixing Times, section 4.1
// Twin      src/kernels/metrics/total-variation.ts

#import math/cross-difference
#import metrics/sum-by-chunk

struct Params {
  L: u32,
  R: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;  // [L, K]
@group(0) @binding(2) var<storage, read> totals: array<u32>;  // [L]
@group(0) @binding(3) var<storage, read> realCounts: array<u32>;  // [R, K]
@group(0) @binding(4) var<storage, read> realTotals: array<u32>;  // [R]
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;  // [L, C]

fn term(l: u32, k: u32) -> f32 {
  let r = min(l, params.R - 1u);
  let total = totals[l];
  let realTotal = realTotals[r];
  let count = counts[l * params.K + k];
  let realCount = realCounts[r * params.K + k];
  let difference = crossDifference(count, realTotal, realCount, total);
  return 0.5 * abs(difference) / (f32(total) * f32(realTotal));
}
