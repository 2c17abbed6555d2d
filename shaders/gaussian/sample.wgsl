// gaussian/sample — draw N points per lineage around 0, in the coordinates of a model's own spread.
//
//   samples[l, n, d] = spread[l] · z        z ~ Normal(0, 1)
//
// The model's mean and deviation stay outside: a deviation far below the mean would drown in it.
//
// Axes      L lineages · N samples per lineage · D dimensions of a sample
// Units     standard deviations of the model that samples
// Random    element e = n D + d: index e / 4, one Philox block for four neighbours
// Grid      one invocation per (l, block)
// Source    the sampling half of the recursion in Shumailov et al. 2024,
//           doi:10.1038/s41586-024-07566-y
// Twin      src/kernels/gaussian/sample.ts

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
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> spread: array<f32>;         // [L], ≥ 0
@group(0) @binding(3) var<storage, read_write> samples: array<f32>;  // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let elements = params.N * params.D;
  let blocks = (elements + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * blocks {
    return;
  }
  let l = i / blocks;
  let block = i - l * blocks;

  let at = randomAddress(keys[l], params.stream, params.generation, block);
  let z = spread[l] * randomNormal(at);

  // Not a loop over z[e]: an index that is not constant would take z through memory.
  let e = 4u * block;
  let first = l * elements + e;
  samples[first] = z.x;
  if e + 1u < elements {
    samples[first + 1u] = z.y;
  }
  if e + 2u < elements {
    samples[first + 2u] = z.z;
  }
  if e + 3u < elements {
    samples[first + 3u] = z.w;
  }
}
