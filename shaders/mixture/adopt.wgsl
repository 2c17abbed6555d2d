// mixture/adopt — the components of a mixture as those of another, each as much narrower as it should be.
//
//   weight[l, k] = from[r, k]        center[l, k] = mean[r, k]        root[l, k] = e^shift[l] root[r, k]
//
// There may be more components than there are to adopt: the further ones have no weight.
//
// Axes      L lineages · D dimensions · K components · J components to adopt, at most K
//           R mixtures to adopt from: L, or 1 that all lineages share
// Units     those of what is adopted
// Grid      one invocation per (l, k)
// Close     10⁻⁶ relative
// Twin      src/kernels/mixture/adopt.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  D: u32,
  K: u32,
  J: u32,
  R: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> shift: array<f32>;             // [L], natural logarithm
@group(0) @binding(2) var<storage, read> givenWeight: array<f32>;       // [R, J]
@group(0) @binding(3) var<storage, read> givenMean: array<f32>;         // [R, J, D]
@group(0) @binding(4) var<storage, read> givenRoot: array<f32>;         // [R, J, D, D]
@group(0) @binding(5) var<storage, read_write> weight: array<f32>;      // [L, K]
@group(0) @binding(6) var<storage, read_write> center: array<f32>;      // [L, K, D]
@group(0) @binding(7) var<storage, read_write> root: array<f32>;        // [L, K, D, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.K {
    return;
  }
  let D = params.D;
  let l = i / params.K;
  let k = i - l * params.K;
  let j = min(k, params.J - 1u) + select(l, 0u, params.R == 1u) * params.J;
  weight[i] = select(0.0, givenWeight[j], k < params.J);
  let factor = exponential(shift[l]);
  for (var d = 0u; d < D; d++) {
    center[i * D + d] = givenMean[j * D + d];
  }
  for (var e = 0u; e < D * D; e++) {
    root[i * D * D + e] = factor * givenRoot[j * D * D + e];
  }
}
