// gaussian/combine-weighted — gaussian/combine in the shares of two masses.
//
//   variance = a · variance₁ + b · variance₂ + a b (mean₂ - mean₁)²        a + b = 1
//
// Taken relative to the largest of the terms, so that none of them underflows; where one set is
// empty, the other is the result.
//
// Axes      L lineages · D dimensions
// Grid      one invocation per (l, d)
// Source    Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
// Twin      src/kernels/gaussian/combine-weighted.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> firstMass: array<f32>;            // [L, 3], see pool/mass
@group(0) @binding(2) var<storage, read> secondMass: array<f32>;           // [L, 3]
@group(0) @binding(3) var<storage, read> firstMean: array<f32>;            // [L, D]
@group(0) @binding(4) var<storage, read> firstLogDeviation: array<f32>;    // [L, D]
@group(0) @binding(5) var<storage, read> secondMean: array<f32>;           // [L, D]
@group(0) @binding(6) var<storage, read> secondLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(7) var<storage, read_write> mean: array<f32>;           // [L, D]
@group(0) @binding(8) var<storage, read_write> logDeviation: array<f32>;   // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let l = i / params.D;
  let one = firstMass[3u * l];
  let other = secondMass[3u * l];
  if other == 0.0 {
    mean[i] = firstMean[i];
    logDeviation[i] = firstLogDeviation[i];
    return;
  }
  if one == 0.0 {
    mean[i] = secondMean[i];
    logDeviation[i] = secondLogDeviation[i];
    return;
  }
  let a = one / (one + other);
  let b = other / (one + other);
  let distance = secondMean[i] - firstMean[i];
  let logDistance = logarithm(abs(distance));
  let largest = max(logDistance, max(firstLogDeviation[i], secondLogDeviation[i]));

  let first = exponential(firstLogDeviation[i] - largest);
  let second = exponential(secondLogDeviation[i] - largest);
  let between = exponential(logDistance - largest);
  let variance = a * first * first + b * second * second + a * b * between * between;
  mean[i] = firstMean[i] + b * distance;
  logDeviation[i] = max(LOG_ZERO, largest + 0.5 * logarithm(variance));
}
