// pool/fixed-point — the weights of a segment as integers, in their places in the pool.
//
//   units[l, first + n] = max(1, round(scale[l] · weight[r, n]))        0 where the weight is 0
//
// A scale of 0 only tells who is there. Below 0 it says that nobody is: then the first row of the
// pool gets 1, so that whoever draws from the units always finds something.
//
// Axes      L lineages · N samples of the segment · P rows of the pool
//           R rows of weights: L, or 1 that all lineages share
// Units     a row of units sums to less than 2³²
// Grid      one invocation per (l, n)
// Exact     for powers of two as scale, but for the rounding to integers, which is the twin's
// Twin      src/kernels/pool/fixed-point.ts

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
@group(0) @binding(1) var<storage, read> weight: array<f32>;       // [R, N], ≥ 0
@group(0) @binding(2) var<storage, read> scale: array<f32>;        // [L]
@group(0) @binding(3) var<storage, read_write> units: array<u32>;  // [L, P]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  if n >= params.rows {
    return;
  }
  let at = params.first + n;
  let own = weight[min(l, params.R - 1u) * params.N + n];
  var unit = 0u;
  if own > 0.0 {
    // exact, whereas adding a half is not where the next float is one away
    let scaled = max(scale[l], 0.0) * own;
    unit = max(1u, u32(floor(scaled)) + select(0u, 1u, fract(scaled) >= 0.5));
  }
  if scale[l] < 0.0 && at == 0u {
    unit = 1u;
  }
  units[l * params.P + at] = unit;
}
