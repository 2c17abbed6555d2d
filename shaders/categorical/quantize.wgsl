// categorical/quantize — tempered probabilities as integers, from which samples are drawn exactly.
//
//   weights[l, k] = max(1, ⌊SCALE · e^tempered[l, k]⌋)        0 where counts[l, k] = 0
//
// Whoever is alive keeps a chance, and the dead get none. At temperature 1 the counts themselves
// are the weights, so that a lineage does not notice what else is in its batch.
//
// Axes      L lineages · K categories
// Units     2⁻³² of the probability; a row sums to less than 2³²
// Grid      one invocation per (l, k)
// Close     10⁻⁶ (1 + 2 / T) relative: logarithms are rounded before they are divided; at least 1
// Twin      src/kernels/categorical/quantize.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  K: u32,
}

// 2³² - 2¹⁸: up to 2¹⁶ categories are lifted to 1, and the probabilities sum to 1 within 10⁻⁵.
const SCALE = 4294705152.0;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> temperature: array<f32>;       // [L]
@group(0) @binding(2) var<storage, read> counts: array<u32>;            // [L, K]
@group(0) @binding(3) var<storage, read> tempered: array<f32>;          // [L, K], log-probabilities
@group(0) @binding(4) var<storage, read_write> weights: array<u32>;     // [L, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.K {
    return;
  }
  var weight = counts[i];
  if weight > 0u && temperature[i / params.K] != 1.0 {
    weight = max(1u, u32(SCALE * exponential(tempered[i])));
  }
  weights[i] = weight;
}
