// training/copy — the same parameters in another place, to be changed there.
//
//   duplicate[l, p] = original[l, p]
//
// Axes      L lineages · P elements of a chunk per lineage
// Grid      one invocation per (l, p)
// Exact
// Twin      src/kernels/training/copy.ts

#import grid

struct Params {
  L: u32,
  P: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> original: array<f32>;         // [L, P]
@group(0) @binding(2) var<storage, read_write> duplicate: array<f32>;  // [L, P]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i < params.L * params.P {
    duplicate[i] = original[i];
  }
}
