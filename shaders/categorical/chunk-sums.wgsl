// categorical/chunk-sums — how many samples lie in every chunk of neighbouring categories.
//
//   sums[r, c] = Σ counts[r, k]        k in chunk c
//
// Axes      R distributions · K categories · C chunks of CHUNK_LENGTH categories
// Units     samples; the sum over a row fits a u32
// Grid      one invocation per (r, c)
// Exact     integers
// Twin      src/kernels/categorical/chunk-sums.ts

#import grid

override CHUNK_LENGTH: u32;

struct Params {
  R: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;        // [R, K]
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;    // [R, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.R * params.C {
    return;
  }
  let r = i / params.C;
  let first = (i - r * params.C) * CHUNK_LENGTH;
  var sum = 0u;
  for (var k = first; k < min(first + CHUNK_LENGTH, params.K); k++) {
    sum += counts[r * params.K + k];
  }
  sums[i] = sum;
}
