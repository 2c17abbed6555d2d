// pool/score-points — what people like of a point: that it is near a place, or far along a direction.
//
//   scores[l, n] = -Σ_d (points[l, n, d] - near[l])²        isNear = 1
//   scores[l, n] = points[l, n, 0]                            isNear = 0
//
// Axes      L lineages · N points · D dimensions
// Units     data units, squared or not
// Grid      one invocation per (l, n)
// Twin      src/kernels/pool/score-points.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  isNear: u32,
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
  if params.isNear == 1u {
    score = 0.0;
    for (var d = 0u; d < params.D; d++) {
      let distance = points[i * params.D + d] - near[i / params.N];
      score -= distance * distance;
    }
  }
  scores[i] = score;
}
