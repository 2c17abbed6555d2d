// mixture/invert — what the densities of all components need, from their weights and roots.
//
// Axes      R mixtures · K components · D dimensions
// Grid      one invocation per (r, k)
// Close     10⁻⁵ of the largest entry
// Twin      src/kernels/mixture/invert.ts

#import grid
#import mixture/inverse-root

struct Params {
  R: u32,
  K: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weight: array<f32>;           // [R, K]
@group(0) @binding(2) var<storage, read> root: array<f32>;             // [R, K, D, D], lower half
@group(0) @binding(3) var<storage, read_write> inverse: array<f32>;    // [R, K, D, D]
@group(0) @binding(4) var<storage, read_write> logScale: array<f32>;   // [R, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.R * params.K {
    return;
  }
  invertRoot(i, params.D, weight[i]);
}
