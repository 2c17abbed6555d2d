// pool/weigh-share — weights by which some segments have a given share of a pool.
//
//   weight[l, n] = before[r, n] · share[l] · whole[l] / part[l]
//
// The pool's mass stays what it was. Where nothing else is there, these keep what they have.
//
// Axes      L lineages · N samples of the segment · R rows of weights: L, or 1 that all lineages share
// Grid      one invocation per (l, n)
// Close     agrees with the twin to 10⁻⁶ of a weight
// Twin      src/kernels/pool/weigh-share.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  rows: u32,  // of the N, the first that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> before: array<f32>;        // [R, N]
@group(0) @binding(2) var<storage, read> share: array<f32>;         // [L], 0 to 1
@group(0) @binding(3) var<storage, read> part: array<f32>;          // [L, 3], see pool/mass
@group(0) @binding(4) var<storage, read> whole: array<f32>;         // [L, 3]
@group(0) @binding(5) var<storage, read_write> weight: array<f32>;  // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  weight[i] = 0.0;
  if n >= params.rows {
    return;
  }
  let own = before[min(l, params.R - 1u) * params.N + n];
  let mass = part[3u * l];
  let all = whole[3u * l];
  // A part of nothing has no rows to weigh.
  let factor = share[l] * (all / select(1.0, mass, mass > 0.0));
  weight[i] = own * select(factor, 1.0, mass >= all);
}
