// gaussian/cholesky — the lower triangular root of a segment's covariance (divisor: rows).
//
//   root rootᵀ = Σ_c products[l, c] / rows
//
// So many samples span at most rows - 1 directions: pivots beyond that, and those that rounding
// alone could make, are exactly 0.
//
// Axes      L lineages · C chunks · D dimensions
// Grid      one invocation per l
// Source    Golub & Van Loan, Matrix Computations, 4th ed., 4.2.8 (semidefinite case)
// Twin      src/kernels/gaussian/cholesky.ts

#import grid

struct Params {
  L: u32,
  C: u32,
  D: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> products: array<f32>;      // [L, C, D, D], lower half
@group(0) @binding(2) var<storage, read_write> root: array<f32>;    // [L, D, D]

const RELATIVE_PIVOT = 1e-6;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  let matrix = D * D;
  let start = l * matrix;
  for (var e = 0u; e < matrix; e++) {
    var sum = 0.0;
    for (var c = 0u; c < params.C; c++) {
      sum += products[(l * params.C + c) * matrix + e];
    }
    root[start + e] = sum / f32(params.rows);
  }

  for (var j = 0u; j < D; j++) {
    let diagonal = root[start + j * D + j];
    var pivot = diagonal;
    for (var k = 0u; k < j; k++) {
      pivot -= root[start + j * D + k] * root[start + j * D + k];
    }
    let isLost = j + 1u >= params.rows || pivot <= RELATIVE_PIVOT * diagonal;
    let length = select(sqrt(pivot), 0.0, isLost);
    for (var i = j + 1u; i < D; i++) {
      var entry = root[start + i * D + j];
      for (var k = 0u; k < j; k++) {
        entry -= root[start + i * D + k] * root[start + j * D + k];
      }
      root[start + i * D + j] = select(entry / length, 0.0, isLost);
    }
    root[start + j * D + j] = length;
  }
}
