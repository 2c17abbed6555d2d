// layers/noise — standard normals, others at every step of the clock.
//
//   out[l, e] = z        z ~ Normal(0, 1)
//
// Axes      L lineages · E elements
// Random    element e at the step of the clock: index e / 4, one Philox block for four neighbours
// Grid      one invocation per (l, block)
// Close     10⁻⁵
// Twin      src/kernels/layers/noise.ts

#import grid
#import random/normal

struct Params {
  L: u32,
  E: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // [L, 2]
@group(0) @binding(2) var<storage, read> clock: array<u32>;         // [1]
@group(0) @binding(3) var<storage, read_write> out: array<f32>;     // [L, E]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let blocks = (params.E + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * blocks {
    return;
  }
  let l = i / blocks;
  let block = i - l * blocks;
  var at = randomAddress(keys[l], params.stream, params.generation, block);
  at.step = clock[0];
  let z = randomNormal(at);
  for (var j = 0u; j < min(4u, params.E - 4u * block); j++) {
    out[l * params.E + 4u * block + j] = z[j];
  }
}
