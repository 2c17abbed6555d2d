// bench/sum-normals — draw normals and only sum them: the least that any sampler has to do.
//
//   sums[l, b] = Σ z[e]        over the four elements e of block b
//
// No loop over blocks: it costs more than the stores that it saves.
//
// Axes      L lineages · B blocks
// Random    as gaussian/sample: element e has index e / 4, one Philox block for four neighbours
// Grid      one invocation per (l, b)
// Close     4 · 10⁻⁵
// Twin      src/kernels/bench/sum-normals.ts

#import grid
#import random/normal

struct Params {
  L: u32,
  B: u32,
  elements: u32,    // normals per lineage
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;       // [L, 2]
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;   // [L, B]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B {
    return;
  }
  let l = i / params.B;
  let block = i - l * params.B;

  let at = randomAddress(keys[l], params.stream, params.generation, block);
  let counts = vec4u(0u, 1u, 2u, 3u) < vec4u(params.elements - 4u * block);
  let z = select(vec4f(), randomNormal(at), counts);
  sums[i] = (z.x + z.y) + (z.z + z.w);
}
