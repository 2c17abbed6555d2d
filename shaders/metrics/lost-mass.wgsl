// metrics/lost-mass — the probability of real categories that have died out, by chunk.
//
//   sums[l, c] = Σ q        q = realCounts / realTotals, over k in chunk c with counts[l, k] = 0
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
//           R real distributions: L, or 1 that all lineages share
// Units     a probability
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     10⁻⁶ relative; exactly 0 where nothing has died
// Twin      src/kernels/metrics/lost-mass.ts

#import metrics/sum-by-chunk

struct Params {
  L: u32,
  R: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;  // [L, K]
@group(0) @binding(2) var<storage, read> realCounts: array<u32>;  // [R, K]
@group(0) @binding(3) var<storage, read> realTotals: array<u32>;  // [R]
@group(0) @binding(4) var<storage, read_write> sums: array<f32>;  // [L, C]

fn term(l: u32, k: u32) -> f32 {
  let r = min(l, params.R - 1u);
  if counts[l * params.K + k] > 0u {
    return 0.0;
  }
  return f32(realCounts[r * params.K + k]) / f32(realTotals[r]);
}
