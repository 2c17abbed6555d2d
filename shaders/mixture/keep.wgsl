// mixture/keep — the mixture of this attempt, where it is the best so far.
//
//   kept = attempt where it is the first or score > best     keptRoot = root · √(N_k / (N_k - 1))
//
// The factor is there where `unbiased` is 1: N_k = weight · presence counts the rows of a
// component, and one of two rows or less keeps its root.
//
// Axes      L lineages · K components · D dimensions
// Grid      one invocation per l
// Close     10⁻⁶
// Twin      src/kernels/mixture/keep.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  D: u32,
  attempt: u32,
  unbiased: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> latest: array<f32>;             // [L, 2]: score, presence
@group(0) @binding(2) var<storage, read> weight: array<f32>;             // [L, K]
@group(0) @binding(3) var<storage, read> center: array<f32>;             // [L, K, D]
@group(0) @binding(4) var<storage, read> root: array<f32>;               // [L, K, D, D]
@group(0) @binding(5) var<storage, read_write> best: array<f32>;         // [L]
@group(0) @binding(6) var<storage, read_write> keptWeight: array<f32>;   // [L, K]
@group(0) @binding(7) var<storage, read_write> keptCenter: array<f32>;   // [L, K, D]
@group(0) @binding(8) var<storage, read_write> keptRoot: array<f32>;     // [L, K, D, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  if params.attempt > 0u && latest[2u * l] <= best[l] {
    return;
  }
  best[l] = latest[2u * l];
  for (var at = l * params.K; at < (l + 1u) * params.K; at++) {
    keptWeight[at] = weight[at];
    for (var d = 0u; d < params.D; d++) {
      keptCenter[at * params.D + d] = center[at * params.D + d];
    }
    let rows = weight[at] * latest[2u * l + 1u];
    var factor = 1.0;
    if params.unbiased == 1u && rows > 2.0 {
      factor = sqrt(rows / (rows - 1.0));
    }
    for (var e = at * params.D * params.D; e < (at + 1u) * params.D * params.D; e++) {
      keptRoot[e] = factor * root[e];
    }
  }
}
