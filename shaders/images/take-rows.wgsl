// images/take-rows — the next B rows of a table, as far as the clock has come.
//
//   batch[l, b, d] = rows[l, clock B + b, d], 0 behind the last row
//
// Axes      L lineages · R lineages of the table, L or 1 that all share · M rows · B rows of a batch · D
//           numbers of a row
// Grid      one invocation per (l, b, d)
// Exact
// Twin      src/kernels/images/take-rows.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  M: u32,
  B: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1]
@group(0) @binding(2) var<storage, read> rows: array<f32>;           // [R, M, D]
@group(0) @binding(3) var<storage, read_write> batch: array<f32>;    // [L, B, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B * params.D {
    return;
  }
  let lb = i / params.D;
  let l = lb / params.B;
  let m = clock[0] * params.B + lb - l * params.B;
  var value = 0.0;
  if m < params.M {
    value = rows[(min(l, params.R - 1u) * params.M + m) * params.D + i - lb * params.D];
  }
  batch[i] = value;
}
