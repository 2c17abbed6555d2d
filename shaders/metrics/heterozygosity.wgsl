// metrics/heterozygosity — the chance that two samples of the model differ, by chunk.
//
//   sums[l, c] = Σ p (1 - p)        p = counts[l, k] / totals[l], k in chunk c
//
// Over all chunks this is 1 - Σ p², but without taking anything from 1.
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
// Units     a probability
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     10⁻⁶ relative; exactly 0 for a fixed lineage
// Source    Nei 1973, doi:10.1073/pnas.70.12.3321
// Twin      src/kernels/metrics/heterozygosity.ts

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
  let total = f32(totals[l]);
  return f32(count) / total * (f32(totals[l] - count) / total);
}
