// gaussian/combine — mean and deviation of two sets of samples together, from those of each.
//
//   variance = a · variance₁ + b · variance₂ + a b (mean₂ - mean₁)²        a + b = 1
//
// Taken relative to the largest of the three terms, so that none of them underflows.
//
// Axes      L lineages · D dimensions
// Grid      one invocation per (l, d)
// Source    Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
// Twin      src/kernels/gaussian/combine.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
  firstRows: u32,
  secondRows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> firstMean: array<f32>;            // [L, D]
@group(0) @binding(2) var<storage, read> firstLogDeviation: array<f32>;    // [L, D]
@group(0) @binding(3) var<storage, read> secondMean: array<f32>;           // [L, D]
@group(0) @binding(4) var<storage, read> secondLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(5) var<storage, read_write> mean: array<f32>;           // [L, D]
@group(0) @binding(6) var<storage, read_write> logDeviation: array<f32>;   // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let a = f32(params.firstRows) / (f32(params.firstRows) + f32(params.secondRows));
  let b = f32(params.secondRows) / (f32(params.firstRows) + f32(params.secondRows));
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
