// gaussian/combine-factors — the covariance factor of two sets of samples together.
//
//   correlation = a · C₁ + b · C₂ + a b Δ Δᵀ        Δ = mean₂ - mean₁, relative to the joint deviations
//
// gaussian/combine gives the joint deviations; the factor is the Cholesky root of the correlations.
//
// Axes      L lineages · D dimensions
// Grid      one invocation per l
// Source    Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
// Twin      src/kernels/gaussian/combine-factors.ts

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
@group(0) @binding(1) var<storage, read> distance: array<f32>;             // [L, D], mean₂ - mean₁
@group(0) @binding(2) var<storage, read> firstLogDeviation: array<f32>;    // [L, D]
@group(0) @binding(3) var<storage, read> secondLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(4) var<storage, read> firstFactor: array<f32>;          // [L, D, D]
@group(0) @binding(5) var<storage, read> secondFactor: array<f32>;         // [L, D, D]
@group(0) @binding(6) var<storage, read> logDeviation: array<f32>;         // [L, D], joint
@group(0) @binding(7) var<storage, read_write> factor: array<f32>;         // [L, D, D]

const RELATIVE_PIVOT = 1e-6;

fn correlation(l: u32, i: u32, j: u32) -> f32 {
  let D = params.D;
  let atI = l * D + i;
  let atJ = l * D + j;
  let all = f32(params.firstRows) + f32(params.secondRows);
  let a = f32(params.firstRows) / all;
  let b = f32(params.secondRows) / all;
  var first = 0.0;
  var second = 0.0;
  for (var k = 0u; k <= min(i, j); k++) {
    first += firstFactor[atI * D + k] * firstFactor[atJ * D + k];
    second += secondFactor[atI * D + k] * secondFactor[atJ * D + k];
  }
  let firstScale = exponential(firstLogDeviation[atI] - logDeviation[atI])
    * exponential(firstLogDeviation[atJ] - logDeviation[atJ]);
  let secondScale = exponential(secondLogDeviation[atI] - logDeviation[atI])
    * exponential(secondLogDeviation[atJ] - logDeviation[atJ]);
  let between = sign(distance[atI]) * sign(distance[atJ])
    * exponential(logarithm(abs(distance[atI])) - logDeviation[atI])
    * exponential(logarithm(abs(distance[atJ])) - logDeviation[atJ]);
  return a * firstScale * first + b * secondScale * second + a * b * between;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  let start = l * D * D;
  for (var i = 0u; i < D; i++) {
    if logDeviation[l * D + i] <= LOG_ZERO {
      for (var j = 0u; j < D; j++) {
        factor[start + i * D + j] = select(0.0, 1.0, i == j);
      }
      continue;
    }
    // Row i of the root, then its length back to 1, which rounding has moved.
    var square = 0.0;
    for (var j = 0u; j < D; j++) {
      var entry = 0.0;
      if j <= i && logDeviation[l * D + j] > LOG_ZERO {
        entry = correlation(l, i, j);
        for (var k = 0u; k < j; k++) {
          entry -= factor[start + i * D + k] * factor[start + j * D + k];
        }
        if i == j {
          entry = select(0.0, sqrt(entry), entry > RELATIVE_PIVOT);
        } else {
          let pivot = factor[start + j * D + j];
          entry = select(0.0, entry / pivot, pivot > 0.0);
        }
      }
      factor[start + i * D + j] = entry;
      square += entry * entry;
    }
    let length = sqrt(square);
    for (var j = 0u; j <= i; j++) {
      factor[start + i * D + j] /= length;
    }
  }
}
