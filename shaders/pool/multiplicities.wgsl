// pool/multiplicities — how often each row of a segment was drawn, as its weight.
//
//   weight[l, n] = counts[l, first + n]        0 where the row was not there before
//
// Axes      L lineages · N samples of the segment · P rows of the pool
//           R rows of weights: L, or 1 that all lineages share
// Grid      one invocation per (l, n)
// Exact     up to 2²⁴
// Twin      src/kernels/pool/multiplicities.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  P: u32,
  first: u32,  // of the pool's rows, the first that belongs to the segment
  rows: u32,   // of the N, the first that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;         // [L, P]
@group(0) @binding(2) var<storage, read> before: array<f32>;         // [R, N]
@group(0) @binding(3) var<storage, read_write> weight: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  var count = 0u;
  if n < params.rows && before[min(l, params.R - 1u) * params.N + n] > 0.0 {
    count = counts[l * params.P + params.first + n];
  }
  weight[i] = f32(count);
}
