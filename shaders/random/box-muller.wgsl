// random/box-muller — the pair of normals that belongs to given bits, to test for bias.
//
// Axes      N pairs
// Grid      one invocation per n
// Close     10⁻⁵
// Twin      src/kernels/random/box-muller.ts

#import grid
#import random/normal

struct Params {
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> bits: array<vec2u>;            // [N, 2] radius, direction
@group(0) @binding(2) var<storage, read_write> normals: array<vec2f>;   // [N, 2]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n >= params.N {
    return;
  }
  normals[n] = randomRadius(bits[n].x) * randomDirection(bits[n].y);
}
