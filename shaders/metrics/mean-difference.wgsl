// metrics/mean-difference — the mean over rows of what one logarithm is more than another.
//
//   mean[l] = Σ_n (first[f, n] - second[l, n]) / rows
//
// Infinite where a row of `second` is the logarithm of nothing and that of `first` is not. Summed in
// blocks of 32 rows, so that rounding grows with the root of their number.
//
// Axes      L lineages · N rows of which the first `rows` count · F rows of the first: L, or 1 that all
//           lineages share
// Units     nats
// Grid      one invocation per l
// Close     10⁻⁶ of the mean absolute term
// Twin      src/kernels/metrics/mean-difference.ts

#import grid
#import math/infinity
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  F: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> first: array<f32>;          // [F, N]
@group(0) @binding(2) var<storage, read> second: array<f32>;         // [L, N]
@group(0) @binding(3) var<storage, read_write> mean: array<f32>;     // [L]

const BLOCK = 32u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let f = select(l, 0u, params.F == 1u) * params.N;
  var sum = 0.0;
  var isInfinite = false;
  for (var start = 0u; start < params.rows; start += BLOCK) {
    var block = 0.0;
    for (var n = start; n < min(start + BLOCK, params.rows); n++) {
      let one = first[f + n];
      let other = second[l * params.N + n];
      if other <= LOG_ZERO {
        isInfinite = isInfinite || one > LOG_ZERO;
      } else {
        block += one - other;
      }
    }
    sum += block;
  }
  mean[l] = sum / f32(params.rows);
  if isInfinite {
    mean[l] = plusInfinity();
  }
}
