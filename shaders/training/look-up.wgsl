// training/look-up — which rows of the pool stand at the places of a batch's order.
//
//   places[l, b] = chosen[l, order[l, b]]
//
// Axes      L lineages · B samples of the batch · P rows that were chosen
// Grid      one invocation per (l, b)
// Exact
// Twin      src/kernels/training/look-up.ts

#import grid

struct Params {
  L: u32,
  B: u32,
  P: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> chosen: array<u32>;         // [L, P]
@group(0) @binding(2) var<storage, read> order: array<u32>;          // [L, B], below P
@group(0) @binding(3) var<storage, read_write> places: array<u32>;   // [L, B]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B {
    return;
  }
  places[i] = chosen[i / params.B * params.P + order[i]];
}
