// metrics/mixture-distance — the squared distance in L₂ between two mixtures, from their overlaps.
//
//   squared[l] = Σ own + Σ reference - 2 Σ both
//
// Axes      L lineages · K, J components · Q references: L, or 1 that all lineages share
// Grid      one invocation per l
// Close     10⁻⁶ of the largest sum
// Twin      src/kernels/metrics/mixture-distance.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  J: u32,
  Q: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> own: array<f32>;              // [L, K]
@group(0) @binding(2) var<storage, read> reference: array<f32>;        // [Q, J]
@group(0) @binding(3) var<storage, read> both: array<f32>;             // [L, K]
@group(0) @binding(4) var<storage, read_write> squared: array<f32>;  // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  for (var k = l * params.K; k < (l + 1u) * params.K; k++) {
    sum += own[k] - 2.0 * both[k];
  }
  let start = select(l, 0u, params.Q == 1u) * params.J;
  for (var j = start; j < start + params.J; j++) {
    sum += reference[j];
  }
  // Of two that are the same rounding alone is left.
  squared[l] = max(0.0, sum);
}
