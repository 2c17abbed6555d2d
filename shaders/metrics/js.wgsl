// metrics/js — Jensen-Shannon divergence between the model and the real distribution, by chunk.
//
//   sums[l, c] = ½ Σ m ((1 + y) ln(1 + y) + (1 - y) ln(1 - y))        y = (p - q) / (p + q)
//
// p = counts / totals, q = realCounts / realTotals, m = (p + q) / 2, k in chunk c. The sum over all
// k is the mean of KL(p || m) and KL(q || m), but no term is negative, and y an exact difference.
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
//           R real distributions: L, or 1 that all lineages share
// Units     nats, at most ln 2
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     10⁻⁶ relative; exactly 0 where p = q
// Source    Lin 1991, doi:10.1109/18.61115
// Twin      src/kernels/metrics/js.ts

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
  let total = totals[l];
  let realTotal = realTotals[r];
  let count = counts[l * params.K + k];
  let realCount = realCounts[r * params.K + k];
  let sum = f32(count) * f32(realTotal) + f32(realCount) * f32(total);
  if sum == 0.0 {
    return 0.0;
  }
  let y = clamp(crossDifference(count, realTotal, realCount, total) / sum, -1.0, 1.0);
  let middle = 0.5 * sum / (f32(total) * f32(realTotal));
  return 0.5 * middle * (excess(y) + excess(-y));
}
