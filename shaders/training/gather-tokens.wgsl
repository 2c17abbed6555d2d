// training/gather-tokens — copies those texts of a batch that lie in one segment of the pool.
//
//   batch[l, b] = values[l, order[l, b] - first]        where first ≤ order[l, b] < first + rows
//
// Axes      L lineages · N samples of the segment · B samples of the batch · T tokens of a text
// Grid      one invocation per (l, b, t)
// Exact
// Twin      src/kernels/training/gather-tokens.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  B: u32,
  T: u32,
  first: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<u32>;        // [L, N, T]
@group(0) @binding(2) var<storage, read> order: array<u32>;         // [L, B]
@group(0) @binding(3) var<storage, read_write> batch: array<u32>;   // [L, B, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B * params.T {
    return;
  }
  let lb = i / params.T;
  let l = lb / params.B;
  let n = order[lb] - params.first;  // wraps to something large for what lies before the segment
  if n < params.rows {
    batch[i] = values[(l * params.N + n) * params.T + i - lb * params.T];
  }
}
