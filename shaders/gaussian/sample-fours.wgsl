// gaussian/sample-fours — gaussian/sample where N D is a multiple of four, with one store a block.
//
//   samples[l, n, d] = spread[l] · z        z ~ Normal(0, 1)
//
// The same numbers in the same order. Four bounds to check instead of one are a tenth of the time where a
// processor plays the graphics card.
//
// Axes      L lineages · N samples per lineage · D dimensions of a sample; N D a multiple of 4
// Units     standard deviations of the model that samples
// Random    element e = n D + d: index e / 4, one Philox block for four neighbours
// Grid      one invocation per (l, block)
// Source    the sampling half of the recursion in Shumailov et al. 2024,
//           doi:10.1038/s41586-024-07566-y
// Twin      src/kernels/gaussian/sample-fours.ts

#import grid
#import random/normal

struct Params {
  L: u32,
  N: u32,
  D: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;           // [L, 2]
@group(0) @binding(2) var<storage, read> spread: array<f32>;           // [L], ≥ 0
@group(0) @binding(3) var<storage, read_write> samples: array<vec4f>;  // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let blocks = params.N * params.D / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * blocks {
    return;
  }
  let l = i / blocks;

  let at = randomAddress(keys[l], params.stream, params.generation, i - l * blocks);
  samples[i] = spread[l] * randomNormal(at);
}
