// mixture/to-data-units — components out of the coordinates of their frame.
//
//   mean = frameMean + e^frameLogDeviation · center        dataRoot = e^frameLogDeviation · root
//
// Axes      L lineages · K components · D dimensions
// Grid      one invocation per (l, k, d)
// Close     10⁻⁶
// Twin      src/kernels/mixture/to-data-units.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  K: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> center: array<f32>;              // [L, K, D]
@group(0) @binding(2) var<storage, read> root: array<f32>;                // [L, K, D, D]
@group(0) @binding(3) var<storage, read> frameMean: array<f32>;           // [L, D]
@group(0) @binding(4) var<storage, read> frameLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(5) var<storage, read_write> mean: array<f32>;          // [L, K, D]
@group(0) @binding(6) var<storage, read_write> dataRoot: array<f32>;      // [L, K, D, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.K * params.D {
    return;
  }
  let d = at % params.D;
  let ld = (at / (params.K * params.D)) * params.D + d;
  let scale = exponential(frameLogDeviation[ld]);
  mean[at] = frameMean[ld] + scale * center[at];
  for (var j = 0u; j < params.D; j++) {
    dataRoot[at * params.D + j] = scale * root[at * params.D + j];
  }
}
