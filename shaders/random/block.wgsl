// random/block — the Philox words of given counters and keys, to compare with known answers.
//
// Axes      N blocks
// Grid      one invocation per n
// Twin      src/kernels/random/block.ts

#import grid
#import random/philox

struct Params {
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counters: array<vec4u>;      // [N, 4]
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;          // [N, 2]
@group(0) @binding(3) var<storage, read_write> words: array<vec4u>;   // [N, 4]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n >= params.N {
    return;
  }
  words[n] = philox(counters[n], keys[n]);
}
