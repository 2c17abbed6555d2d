// metrics/survivors — the number of categories that the model can still produce, by chunk.
//
//   sums[l, c] = number of k in chunk c with counts[l, k] > 0
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
// Units     categories
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks
// Close     exact below 2²⁴
// Twin      src/kernels/metrics/survivors.ts

#import metrics/sum-by-chunk

struct Params {
  L: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;  // [L, K]
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;  // [L, C]

fn term(l: u32, k: u32) -> f32 {
  return select(0.0, 1.0, counts[l * params.K + k] > 0u);
}
