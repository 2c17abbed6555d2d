// gaussian/combine-factors — the covariance factor of two sets of samples together.
//
//   factor factorᵀ = rows rowsᵀ        rows = [√a · S₁ factor₁ | √b · S₂ factor₂ | √(a b) · Δ]
//
// S₁, S₂ and Δ = mean₂ - mean₁ are relative to the joint deviations, which gaussian/combine gives.
// Orthogonalising the rows (modified Gram-Schmidt) keeps directions down to 10⁻⁶ of a deviation,
// where a matrix of correlations would have lost them at 10⁻³; thinner ones become 0.
//
// Axes      L lineages · D dimensions · W = 2 D + 1 entries of a row
// Grid      one invocation per l
// Close     2 · 10⁻⁶; the twin keeps directions down to 10⁻¹²
// Source    Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115;
//           Golub & Van Loan, Matrix Computations, 4th ed., 5.2.8
// Twin      src/kernels/gaussian/combine-factors.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
  W: u32,
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
@group(0) @binding(7) var<storage, read_write> rows: array<f32>;           // [L, D, W], scratch
@group(0) @binding(8) var<storage, read_write> factor: array<f32>;         // [L, D, D]

const SMALLEST_LENGTH = 1e-6;

fn fillRow(at: u32) {
  let D = params.D;
  let start = at * params.W;
  let joint = logDeviation[at];
  if joint <= LOG_ZERO {
    for (var w = 0u; w < params.W; w++) {
      rows[start + w] = 0.0;
    }
    return;
  }
  let all = f32(params.firstRows) + f32(params.secondRows);
  let a = f32(params.firstRows) / all;
  let b = f32(params.secondRows) / all;
  let first = sqrt(a) * exponential(firstLogDeviation[at] - joint);
  let second = sqrt(b) * exponential(secondLogDeviation[at] - joint);
  for (var k = 0u; k < D; k++) {
    rows[start + k] = first * firstFactor[at * D + k];
    rows[start + D + k] = second * secondFactor[at * D + k];
  }
  let apart = exponential(logarithm(abs(distance[at])) - joint);
  rows[start + 2u * D] = sqrt(a * b) * sign(distance[at]) * apart;
}

fn dotRows(i: u32, k: u32) -> f32 {
  var sum = 0.0;
  for (var w = 0u; w < params.W; w++) {
    sum += rows[i * params.W + w] * rows[k * params.W + w];
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  for (var i = l * D; i < (l + 1u) * D; i++) {
    fillRow(i);
  }
  for (var j = 0u; j < D; j++) {
    let row = l * D + j;
    let length = sqrt(dotRows(row, row));
    let isLost = length <= SMALLEST_LENGTH;
    for (var i = 0u; i < j; i++) {
      factor[(l * D + i) * D + j] = 0.0;
    }
    factor[row * D + j] = select(length, 0.0, isLost);
    for (var other = row + 1u; other < (l + 1u) * D; other++) {
      let along = select(dotRows(other, row) / length, 0.0, isLost);
      factor[other * D + j] = along;
      if !isLost {
        for (var w = 0u; w < params.W; w++) {
          rows[other * params.W + w] -= along * (rows[row * params.W + w] / length);
        }
      }
    }
  }

  for (var i = 0u; i < D; i++) {
    let start = (l * D + i) * D;
    var square = 0.0;
    for (var j = 0u; j <= i; j++) {
      square += factor[start + j] * factor[start + j];
    }
    let length = sqrt(square);
    for (var j = 0u; j <= i; j++) {
      factor[start + j] = select(factor[start + j] / length, f32(i == j), length == 0.0);
    }
  }
}
