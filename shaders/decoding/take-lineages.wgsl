// decoding/take-lineages — numbers of some of the lineages, side by side.
//
//   taken[l, w] = values[lineages[l], w]
//
// Axes      L lineages of the G that there are · W numbers of each
// Grid      one invocation per (l, w)
// Exact     copies
// Twin      src/kernels/decoding/take-lineages.ts

#import grid

struct Params {
  L: u32,
  G: u32,
  W: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;       // [G, W]
@group(0) @binding(2) var<storage, read> lineages: array<u32>;     // [L], places among all G
@group(0) @binding(3) var<storage, read_write> taken: array<f32>;  // [L, W]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.W {
    return;
  }
  let l = i / params.W;
  taken[i] = values[lineages[l] * params.W + i - l * params.W];
}
