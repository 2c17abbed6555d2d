// layers/partial-sums — the sums of some rows each.
//
//   partials[l, c, d] = Σ x[l, m, d]        over the ROWS rows m of chunk c
//
// Axes      L lineages · M rows · D columns · C chunks of ROWS rows
// Grid      one invocation per (l, c, d); layers/sum-partials adds the chunks
// Close     sums in the order of m
// Twin      src/kernels/layers/partial-sums.ts

#import grid

override ROWS: u32;

struct Params {
  L: u32,
  M: u32,
  D: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;               // [L, M, D]
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;  // [L, C, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C * params.D {
    return;
  }
  let lc = i / params.D;
  let d = i - lc * params.D;
  let l = lc / params.C;
  let first = (lc - l * params.C) * ROWS;
  var sum = 0.0;
  for (var m = first; m < min(first + ROWS, params.M); m++) {
    sum += x[(l * params.M + m) * params.D + d];
  }
  partials[i] = sum;
}
