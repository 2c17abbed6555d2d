// gaussian/orthogonal-root — the root of the covariance of few samples, without forming it.
//
//   root rootᵀ = Σ_n x xᵀ / rows        x = values[l, n] - center[l]
//
// With hardly more samples than dimensions a covariance is nearly singular, and the difference that
// makes the last pivot drowns in its rounding. Orthogonalising the columns of the data themselves
// (modified Gram-Schmidt) keeps it. So many samples span at most rows - 1 directions; the columns of
// `root` beyond those are 0.
//
// Axes      L lineages · N samples · D dimensions
// Grid      one invocation per l
// Close     5 · 10⁻⁶; directions thinner than 10⁻⁶ of a column are 0, in the twin than 10⁻¹²
// Source    Golub & Van Loan, Matrix Computations, 4th ed., 5.2.8
// Twin      src/kernels/gaussian/orthogonal-root.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;           // [L, N, D]
@group(0) @binding(2) var<storage, read> center: array<f32>;           // [L, D]
@group(0) @binding(3) var<storage, read_write> columns: array<f32>;    // [L, N, D], scratch
@group(0) @binding(4) var<storage, read_write> root: array<f32>;       // [L, D, D]

const RELATIVE_LENGTH = 1e-6;

fn dotColumns(start: u32, i: u32, j: u32) -> f32 {
  var sum = 0.0;
  for (var n = 0u; n < params.rows; n++) {
    sum += columns[start + n * params.D + i] * columns[start + n * params.D + j];
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
  let start = l * params.N * D;
  for (var e = 0u; e < params.N * D; e++) {
    columns[start + e] = values[start + e] - center[l * D + e % D];
  }
  let scale = 1.0 / sqrt(f32(params.rows));
  for (var i = 0u; i < D; i++) {
    // A column's first length lies here until its turn comes.
    root[(l * D + i) * D + i] = sqrt(dotColumns(start, i, i));
  }

  for (var j = 0u; j < D; j++) {
    let diagonal = (l * D + j) * D + j;
    let length = sqrt(dotColumns(start, j, j));
    let isLost = j + 1u >= params.rows || length <= RELATIVE_LENGTH * root[diagonal];
    for (var i = 0u; i < j; i++) {
      root[(l * D + i) * D + j] = 0.0;
    }
    root[diagonal] = select(length * scale, 0.0, isLost);
    for (var i = j + 1u; i < D; i++) {
      let along = select(dotColumns(start, i, j) / length, 0.0, isLost);
      root[(l * D + i) * D + j] = along * scale;
      if !isLost {
        for (var n = 0u; n < params.rows; n++) {
          columns[start + n * D + i] -= along * (columns[start + n * D + j] / length);
        }
      }
    }
  }
}
