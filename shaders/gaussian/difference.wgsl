// gaussian/difference — second minus first, element by element.
//
// Axes      L lineages · D dimensions
// Grid      one invocation per (l, d)
// Twin      src/kernels/gaussian/difference.ts

#import grid

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> first: array<f32>;             // [L, D]
@group(0) @binding(2) var<storage, read> second: array<f32>;            // [L, D]
@group(0) @binding(3) var<storage, read_write> distance: array<f32>;    // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  distance[i] = second[i] - first[i];
}
