// images/pick — the first N images of a random order of all, another order for each lineage.
//
//   values[l, n, d] = pixels[order of l at n, d] / 255
//
// Axes      L lineages · N images picked · S images there are · W words of an image · D pixels
// Units     grey values, 0 to 255 in `pixels` (four to a word, the first lowest), 0 to 1 in `values`
// Random    index 0, draws 0 and 1: the order of a lineage
// Grid      one invocation per (l, n, w)
// Exact     which image is picked; its values to the last bit but one
// Twin      src/kernels/images/pick.ts

#import grid
#import random/permutation
#import random/philox

struct Params {
  L: u32,
  N: u32,
  S: u32,
  W: u32,
  D: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> pixels: array<u32>;         // [S, W]
@group(0) @binding(3) var<storage, read_write> values: array<f32>;   // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N * params.W {
    return;
  }
  let row = i / params.W;
  let w = i - row * params.W;
  let l = row / params.N;

  var at = randomAddress(keys[l], params.stream, params.generation, 0u);
  let first = randomBits(at);
  at.draw = 1u;
  let image = permuted((row - l * params.N) % params.S, params.S, first, randomBits(at));

  let four = unpack4x8unorm(pixels[image * params.W + w]);
  let start = 4u * w;
  for (var j = 0u; j < min(4u, params.D - start); j++) {
    values[row * params.D + start + j] = four[j];
  }
}
