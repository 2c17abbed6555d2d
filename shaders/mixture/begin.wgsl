// mixture/begin — the components that a fit begins with, but for their centers.
//
//   cold: weight = 1 / K, root = identity        warm: those before, in the units of the new frame
//
// Axes      L lineages · K components · D dimensions · P what was before: L, or 0 for nothing
// Units     roots in those of the frame, whose deviation is 1 in every dimension
// Grid      one invocation per (l, k)
// Close     10⁻⁵ of the largest entry
// Twin      src/kernels/mixture/begin.ts

#import grid
#import math/exponential
#import mixture/inverse-root

struct Params {
  L: u32,
  K: u32,
  D: u32,
  P: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> beforeWeight: array<f32>;    // [P, K]
@group(0) @binding(2) var<storage, read> beforeRoot: array<f32>;      // [P, K, D, D]
@group(0) @binding(3) var<storage, read> beforeScale: array<f32>;     // [P, D], logarithms
@group(0) @binding(4) var<storage, read> scale: array<f32>;           // [L, D], logarithms
@group(0) @binding(5) var<storage, read_write> weight: array<f32>;    // [L, K]
@group(0) @binding(6) var<storage, read_write> root: array<f32>;      // [L, K, D, D]
@group(0) @binding(7) var<storage, read_write> inverse: array<f32>;   // [L, K, D, D]
@group(0) @binding(8) var<storage, read_write> logScale: array<f32>;  // [L, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.K {
    return;
  }
  let D = params.D;
  let isWarm = params.P > 0u;
  let start = at * D * D;
  var own = 1.0 / f32(params.K);
  if isWarm {
    own = beforeWeight[at];
  }
  weight[at] = own;
  for (var i = 0u; i < D; i++) {
    for (var j = 0u; j < D; j++) {
      var entry = select(0.0, 1.0, i == j);
      if isWarm {
        let ld = (at / params.K) * D + i;
        entry = exponential(beforeScale[ld] - scale[ld]) * beforeRoot[start + i * D + j];
      }
      root[start + i * D + j] = entry;
    }
  }
  invertRoot(at, D, own);
}
