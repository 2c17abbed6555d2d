// pool/keep-floats — lineages that had nothing to learn from keep what they had learned before.
//
//   current[l] = previous[l] where the mass of the pool is 0
//
// Axes      L lineages · W numbers of each
// Grid      one invocation per (l, w)
// Exact
// Twin      src/kernels/pool/keep-floats.ts

#import grid

struct Params {
  L: u32,
  W: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mass: array<f32>;            // [L, 3], see pool/mass
@group(0) @binding(2) var<storage, read> previous: array<f32>;        // [L, W]
@group(0) @binding(3) var<storage, read_write> current: array<f32>;   // [L, W]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.W {
    return;
  }
  if mass[3u * (i / params.W)] == 0.0 {
    current[i] = previous[i];
  }
}
