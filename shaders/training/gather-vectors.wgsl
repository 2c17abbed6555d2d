// training/gather-vectors — copies those samples of a batch that lie in one segment of the pool.
//
//   batch[l, b] = values[l, order[l, b] - first]        where first ≤ order[l, b] < first + rows
//
// Axes      L lineages · N samples of the segment · B samples of the batch · D numbers of a sample
// Grid      one invocation per (l, b, d)
// Exact
// Twin      src/kernels/training/gather-vectors.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  B: u32,
  D: u32,
  first: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;        // [L, N, D]
@group(0) @binding(2) var<storage, read> order: array<u32>;         // [L, B]
@group(0) @binding(3) var<storage, read_write> batch: array<f32>;   // [L, B, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B * params.D {
    return;
  }
  let lb = i / params.D;
  let l = lb / params.B;
  let n = order[lb] - params.first;  // wraps to something large for what lies before the segment
  if n < params.rows {
    batch[i] = values[(l * params.N + n) * params.D + i - lb * params.D];
  }
}
