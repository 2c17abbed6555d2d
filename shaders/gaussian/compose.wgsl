// gaussian/compose — moments in data units from moments in the coordinates of a frame.
//
//   mean = frameMean + A center        A = diag(e^frameLogDeviation) · frameFactor
//   diag(e^logDeviation) · factor = A root        with rows of `factor` of length 1
//
// The product of triangular roots multiplies their diagonals, so that the determinant of a covariance
// compounds exactly however thin it becomes.
//
// Axes      L lineages · D dimensions · E rows of the frame's factor: D, or 0 for the identity
// Grid      one invocation per (l, i)
// Twin      src/kernels/gaussian/compose.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
  E: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> center: array<f32>;               // [L, D]
@group(0) @binding(2) var<storage, read> root: array<f32>;                 // [L, D, D]
@group(0) @binding(3) var<storage, read> frameMean: array<f32>;            // [L, D]
@group(0) @binding(4) var<storage, read> frameLogDeviation: array<f32>;    // [L, D]
@group(0) @binding(5) var<storage, read> frameFactor: array<f32>;          // [L, E, E]
@group(0) @binding(6) var<storage, read_write> mean: array<f32>;           // [L, D]
@group(0) @binding(7) var<storage, read_write> logDeviation: array<f32>;   // [L, D]
@group(0) @binding(8) var<storage, read_write> factor: array<f32>;         // [L, D, D]

fn frameEntry(l: u32, i: u32, k: u32) -> f32 {
  if params.E == 0u {
    return select(0.0, 1.0, i == k);
  }
  return frameFactor[(l * params.E + i) * params.E + k];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  let D = params.D;
  if at >= params.L * D {
    return;
  }
  let l = at / D;
  let i = at - l * D;
  var offset = 0.0;
  for (var k = 0u; k <= i; k++) {
    offset += frameEntry(l, i, k) * center[l * D + k];
  }
  mean[at] = frameMean[at] + exponential(frameLogDeviation[at]) * offset;

  var square = 0.0;
  for (var j = 0u; j < D; j++) {
    var entry = 0.0;
    for (var k = j; k <= i; k++) {
      entry += frameEntry(l, i, k) * root[(l * D + k) * D + j];
    }
    square += entry * entry;
    factor[at * D + j] = entry;
  }
  let length = sqrt(square);
  for (var j = 0u; j < D; j++) {
    factor[at * D + j] = select(factor[at * D + j] / length, select(0.0, 1.0, i == j), length == 0.0);
  }
  logDeviation[at] = max(LOG_ZERO, frameLogDeviation[at] + logarithm(length));
}
