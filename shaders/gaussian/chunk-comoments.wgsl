// gaussian/chunk-comoments — sums of products of deviations over every chunk of samples.
//
//   products[l, c, i, j] = Σ_n (values[l, n, i] - center[l, i]) (values[l, n, j] - center[l, j])
//
// Only j ≤ i is worked out; the rest is 0.
//
// Axes      L lineages · N samples · D dimensions · C chunks
// Grid      one invocation per (l, c, i, j)
// Twin      src/kernels/gaussian/chunk-comoments.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  C: u32,
  rows: u32,         // the first of the N that count
  chunkLength: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;           // [L, N, D]
@group(0) @binding(2) var<storage, read> center: array<f32>;           // [L, D]
@group(0) @binding(3) var<storage, read_write> products: array<f32>;   // [L, C, D, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  let D = params.D;
  if at >= params.L * params.C * D * D {
    return;
  }
  let j = at % D;
  let i = (at / D) % D;
  let c = (at / (D * D)) % params.C;
  let l = at / (D * D * params.C);
  if j > i {
    products[at] = 0.0;
    return;
  }
  let first = c * params.chunkLength;
  let count = min(params.rows - first, params.chunkLength);
  let start = (l * params.N + first) * D;
  let iCenter = center[l * D + i];
  let jCenter = center[l * D + j];
  var sum = 0.0;
  for (var row = start; row < start + count * D; row += D) {
    sum += (values[row + i] - iCenter) * (values[row + j] - jCenter);
  }
  products[at] = sum;
}
