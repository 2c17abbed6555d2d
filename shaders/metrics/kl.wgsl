// metrics/kl — Kullback-Leibler divergence of the model from the real distribution, by chunk.
//
//   sums[l, c] = Σ q ((1 + x) ln(1 + x) - x)        x = (p - q) / q, k in chunk c
//
// p = counts / totals, q = realCounts / realTotals. The sum over all k is Σ p ln(p / q), but no
// term is negative, and x is an exact difference: a small divergence keeps its digits. p is 0
// wherever q is, since all data come from the real distribution in the end.
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
//           R real distributions: L, or 1 that all lineages share
// Units     nats
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     10⁻⁶ relative; exactly 0 where p = q
// Source    Kullback & Leibler 1951, doi:10.1214/aoms/1177729694
// Twin      src/kernels/metrics/kl.ts

#import math/cross-difference
#import math/excess
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
  let realCount = realCounts[r * params.K + k];
  if realCount == 0u {
    return 0.0;
  }
  let total = totals[l];
  let realTotal = realTotals[r];
  let difference = crossDifference(counts[l * params.K + k], realTotal, realCount, total);
  let x = difference / (f32(realCount) * f32(total));
  return f32(realCount) / f32(realTotal) * excess(x);
}
