// gaussian/weigh-rows — deviations from the centre as if every row counted once.
//
//   weighed[l, n] = √(w · rows / Σ w) (values[l, n] - center[l])        w = weight[l, n]
//
// The sum of their products over rows is the weighted covariance. Zero for rows that are not there.
//
// Axes      L lineages · N samples · D dimensions
// Grid      one invocation per (l, n, d)
// Twin      src/kernels/gaussian/weigh-rows.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;          // [L, N, D]
@group(0) @binding(2) var<storage, read> weight: array<f32>;          // [L, N], ≥ 0
@group(0) @binding(3) var<storage, read> mass: array<f32>;            // [L, 3], see pool/mass
@group(0) @binding(4) var<storage, read> center: array<f32>;          // [L, D]
@group(0) @binding(5) var<storage, read_write> weighed: array<f32>;   // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N * params.D {
    return;
  }
  let ln = i / params.D;
  let d = i - ln * params.D;
  let l = ln / params.N;
  let own = weight[ln];
  var deviation = 0.0;
  if own > 0.0 && ln - l * params.N < params.rows {
    let size = sqrt(own * f32(params.rows) / mass[3u * l]);
    deviation = size * (values[i] - center[l * params.D + d]);
  }
  weighed[i] = deviation;
}
