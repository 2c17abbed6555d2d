// training/part-clock — the clock of one of the parts that a step is done in, one after the other.
//
//   own = clock · parts + part
//
// With a batch that is as many times smaller, the samples of all parts are those of the whole step;
// other random numbers are the part's own.
//
// Grid      one invocation
// Exact
// Twin      src/kernels/training/part-clock.ts

#import grid

struct Params {
  parts: u32,
  part: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;        // [1]: the step, from 0
@group(0) @binding(2) var<storage, read_write> own: array<u32>;    // [1]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if gridIndex(invocation, groups) == 0u {
    own[0] = clock[0] * params.parts + params.part;
  }
}
