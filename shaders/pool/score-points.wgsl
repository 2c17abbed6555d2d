// pool/score-points — what people like of a point: that it is far along a direction, near a place, or large.
//
//   scores[l, n] = points[l, n, 0]                            by = 0
//   scores[l, n] = -Σ_d (points[l, n, d] - near[l])²        by = 1
//   scores[l, n] = Σ_d points[l, n, d] / D                   by = 2
//
// Axes      L lineages · N points · D dimensions, or pixels of an image
// Units     data units, squared or not
// Grid      one invocation per (l, n)
// Close     10⁻⁶ relative to the terms of a sum
// Twin      src/kernels/pool/score-points.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  by: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;         // [L, N, D]
@group(0) @binding(2) var<storage, read> near: array<f32>;           // [L], the same in all dimensions
@group(0) @binding(3) var<storage, read_write> scores: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  var score = points[i * params.D];
  if params.by == 1u {
    score = 0.0;
    for (var d = 0u; d < params.D; d++) {
      let distance = points[i * params.D + d] - near[i / params.N];
      score -= distance * distance;
    }
  }
  if params.by == 2u {
    for (var d = 1u; d < params.D; d++) {
      score += points[i * params.D + d];
    }
    score /= f32(params.D);
  }
  scores[i] = score;
}
