// regression/gram — weighted sums of products of all columns of the samples, two by two.
//
//   gram[l, i, j] = Σ_n weight[r, n] values[l, n, i] values[l, n, j] (+ gram[l, i, j])
//
// Summed in blocks of 32 rows, so that rounding grows with the root of their number.
//
// Axes      L lineages · N samples of which the first `rows` count · D columns · R rows of weights: L
//           or, shared by all lineages, 1
// Units     data units²
// Grid      one invocation per (l, i, j)
// Close     3 · 10⁻⁶ of √(gram[i, i] gram[j, j])
// Twin      src/kernels/regression/gram.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  R: u32,
  rows: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;         // [L, N, D]
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // [R, N]
@group(0) @binding(3) var<storage, read_write> gram: array<f32>;     // [L, D, D]

const BLOCK = 32u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let D = params.D;
  let index = gridIndex(invocation, groups);
  if index >= params.L * D * D {
    return;
  }
  let l = index / (D * D);
  let i = (index / D) % D;
  let j = index % D;
  let start = l * params.N;
  let weightStart = select(start, 0u, params.R == 1u);
  var sum = 0.0;
  for (var first = 0u; first < params.rows; first += BLOCK) {
    var block = 0.0;
    for (var n = first; n < min(first + BLOCK, params.rows); n++) {
      let at = (start + n) * D;
      block += weight[weightStart + n] * values[at + i] * values[at + j];
    }
    sum += block;
  }
  gram[index] = sum + select(0.0, gram[index], params.accumulate == 1u);
}
