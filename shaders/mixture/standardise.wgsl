// mixture/standardise — points of a segment in the coordinates of another frame.
//
//   points[l, first + n] = e^(logDeviation - toLogDeviation) · factor (value - center)
//                          + e^-toLogDeviation · offset
//
// What lies between two frames that are the same but for a shift in the segment's own coordinates
// stays in those, since a deviation far below the mean would drown in data units.
//
// Axes      L lineages · N values, M points of several segments · D dimensions ·
//           E rows of the segment's factor: D, or 0 for the identity
// Units     `center` in the segment's coordinates, `offset` in data units
// Grid      one invocation per (l, n) of the first `rows`
// Close     10⁻⁶ of the largest term
// Twin      src/kernels/mixture/standardise.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  N: u32,
  M: u32,
  D: u32,
  E: u32,
  rows: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;           // [L, N, D]
@group(0) @binding(2) var<storage, read> logDeviation: array<f32>;     // [L, D], of the segment
@group(0) @binding(3) var<storage, read> factor: array<f32>;           // [L, E, E], of the segment
@group(0) @binding(4) var<storage, read> center: array<f32>;           // [L, D]
@group(0) @binding(5) var<storage, read> offset: array<f32>;           // [L, D]
@group(0) @binding(6) var<storage, read> toLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(7) var<storage, read_write> points: array<f32>;     // [L, M, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.rows {
    return;
  }
  let D = params.D;
  let l = at / params.rows;
  let n = at - l * params.rows;
  let row = (l * params.N + n) * D;
  let place = (l * params.M + params.first + n) * D;
  for (var i = 0u; i < D; i++) {
    let ld = l * D + i;
    var value = values[row + i] - center[ld];
    if params.E > 0u {
      value = 0.0;
      for (var j = 0u; j <= i; j++) {
        value += factor[ld * D + j] * (values[row + j] - center[l * D + j]);
      }
    }
    points[place + i] = exponential(logDeviation[ld] - toLogDeviation[ld]) * value
      + exponential(-toLogDeviation[ld]) * offset[ld];
  }
}
