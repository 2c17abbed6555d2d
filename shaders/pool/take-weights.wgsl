// pool/take-weights — how much the rows count that each lineage takes from another, around their end.
//
//   taken[l, c] = weight[r, (start[l] + c) mod rows] where c < count[l], else 0      r = donor[l]
//
// Axes      L lineages · N rows of which the first `rows` count · C rows that are taken at most
//           R rows of weights: L, or 1 that all lineages share
// Grid      one invocation per (l, c)
// Exact     copies
// Twin      src/kernels/pool/take-weights.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  C: u32,
  R: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weight: array<f32>;          // [R, N]
@group(0) @binding(2) var<storage, read> donor: array<u32>;           // [L]
@group(0) @binding(3) var<storage, read> start: array<u32>;           // [L]
@group(0) @binding(4) var<storage, read> count: array<u32>;           // [L]
@group(0) @binding(5) var<storage, read_write> taken: array<f32>;     // [L, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let c = i - l * params.C;
  let r = select(donor[l], 0u, params.R == 1u);
  taken[i] = 0.0;
  if c < count[l] {
    taken[i] = weight[r * params.N + (start[l] + c) % params.rows];
  }
}
