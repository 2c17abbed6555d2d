// gaussian/merge-moments — mean and deviation of a segment from those of its chunks, in data units.
//
//   mean = frameMean + e^frameLogDeviation · m        logDeviation = frameLogDeviation + ½ ln v
//
// m and v are mean and variance (divisor: rows) in the coordinates of the segment's frame. The
// logarithm compounds exactly where the deviation itself would fall below what f32 resolves.
//
// Axes      L lineages · C chunks · D dimensions
// Grid      one invocation per (l, d)
// Twin      src/kernels/gaussian/merge-moments.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  C: u32,
  D: u32,
  rows: u32,
  chunkLength: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> means: array<f32>;               // [L, C, D]
@group(0) @binding(2) var<storage, read> squares: array<f32>;             // [L, C, D]
@group(0) @binding(3) var<storage, read> frameMean: array<f32>;           // [L, D]
@group(0) @binding(4) var<storage, read> frameLogDeviation: array<f32>;   // [L, D]
@group(0) @binding(5) var<storage, read_write> mean: array<f32>;          // [L, D]
@group(0) @binding(6) var<storage, read_write> logDeviation: array<f32>;  // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let l = i / params.D;
  let d = i - l * params.D;
  let start = l * params.C * params.D + d;

  let whole = f32(params.chunkLength);
  let last = f32(params.rows - (params.C - 1u) * params.chunkLength);
  var sum = 0.0;
  for (var c = 0u; c < params.C; c++) {
    sum += select(whole, last, c == params.C - 1u) * means[start + c * params.D];
  }
  let m = sum / f32(params.rows);
  var square = 0.0;
  for (var c = 0u; c < params.C; c++) {
    let at = start + c * params.D;
    let offset = means[at] - m;
    square += squares[at] + select(whole, last, c == params.C - 1u) * offset * offset;
  }

  mean[i] = frameMean[i] + exponential(frameLogDeviation[i]) * m;
  logDeviation[i] = max(
    LOG_ZERO,
    frameLogDeviation[i] + 0.5 * logarithm(square / f32(params.rows)),
  );
}
