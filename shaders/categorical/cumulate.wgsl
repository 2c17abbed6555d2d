// categorical/cumulate — the number of samples in a category and all before it.
//
//   cumulative[r, k] = Σ_{j ≤ k} counts[r, j]
//
// The sums of the chunks before come from categorical/chunk-sums, so that chunks run side by side.
//
// Axes      R distributions · K categories · C chunks of CHUNK_LENGTH categories
// Units     samples; the sum over a row fits a u32
// Grid      one invocation per (r, c)
// Exact     integers
// Twin      src/kernels/categorical/cumulate.ts

#import grid

override CHUNK_LENGTH: u32;

struct Params {
  R: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;              // [R, K]
@group(0) @binding(2) var<storage, read> sums: array<u32>;                // [R, C]
@group(0) @binding(3) var<storage, read_write> cumulative: array<u32>;    // [R, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.R * params.C {
    return;
  }
  let r = i / params.C;
  let c = i - r * params.C;
  var sum = 0u;
  for (var before = 0u; before < c; before++) {
    sum += sums[r * params.C + before];
  }
  let first = c * CHUNK_LENGTH;
  for (var k = first; k < min(first + CHUNK_LENGTH, params.K); k++) {
    sum += counts[r * params.K + k];
    cumulative[r * params.K + k] = sum;
  }
}
