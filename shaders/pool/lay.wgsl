// pool/lay — numbers of a segment's rows, in their places in the pool.
//
//   together[l, first + n] = numbers[r, n]        n < rows
//
// Axes      L lineages · N samples of the segment · P rows of the pool
//           R rows of numbers: L, or 1 that all lineages share
// Grid      one invocation per (l, n)
// Exact
// Twin      src/kernels/pool/lay.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  P: u32,
  first: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> numbers: array<f32>;     // [R, N]
@group(0) @binding(2) var<storage, read_write> together: array<f32>;   // [L, P]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  if n < params.rows {
    together[l * params.P + params.first + n] = numbers[min(l, params.R - 1u) * params.N + n];
  }
}
