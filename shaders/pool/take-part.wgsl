// pool/take-part — numbers of a pool's rows, back in their places in a segment.
//
//   numbers[l, n] = together[l, first + n]        n < rows, else 0
//
// Axes      L lineages · N samples of the segment · P rows of the pool
// Grid      one invocation per (l, n)
// Exact
// Twin      src/kernels/pool/take-part.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  P: u32,
  first: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> together: array<f32>;        // [L, P]
@group(0) @binding(2) var<storage, read_write> numbers: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  var own = 0.0;
  if n < params.rows {
    own = together[l * params.P + params.first + n];
  }
  numbers[i] = own;
}
