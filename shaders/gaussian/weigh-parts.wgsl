// gaussian/weigh-parts — two sets of samples whose halves weigh as much as their shares a and b.
//
//   firstWeighed = firstLogDeviation + ½ ln 2a        secondWeighed = secondLogDeviation + ½ ln 2b
//   weighedDistance = 2 √(a b) · distance
//
// gaussian/combine-factors takes them as two sets of equal size.
//
// Axes      L lineages · D dimensions
// Units     logarithms of data units, and data units
// Grid      one invocation per (l, d)
// Twin      src/kernels/gaussian/weigh-parts.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> firstMass: array<f32>;               // [L, 3]
@group(0) @binding(2) var<storage, read> secondMass: array<f32>;              // [L, 3]
@group(0) @binding(3) var<storage, read> distance: array<f32>;                // [L, D]
@group(0) @binding(4) var<storage, read> firstLogDeviation: array<f32>;       // [L, D]
@group(0) @binding(5) var<storage, read> secondLogDeviation: array<f32>;      // [L, D]
@group(0) @binding(6) var<storage, read_write> weighedDistance: array<f32>;   // [L, D]
@group(0) @binding(7) var<storage, read_write> firstWeighed: array<f32>;      // [L, D]
@group(0) @binding(8) var<storage, read_write> secondWeighed: array<f32>;     // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let l = i / params.D;
  let one = firstMass[3u * l];
  let other = secondMass[3u * l];
  var a = 1.0;
  var b = 0.0;
  if other > 0.0 {
    a = one / (one + other);
    b = other / (one + other);
  }
  weighedDistance[i] = 2.0 * sqrt(a * b) * distance[i];
  firstWeighed[i] = max(LOG_ZERO, firstLogDeviation[i] + 0.5 * logarithm(2.0 * a));
  secondWeighed[i] = max(LOG_ZERO, secondLogDeviation[i] + 0.5 * logarithm(2.0 * b));
}
