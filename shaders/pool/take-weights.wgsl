// pool/take-weights — how much the rows count that each lineage takes from another, around their end.
//
//   taken[l, c] = weight[donor, (start[m] + c) mod rows] where c < count[m], else 0      m = l mod K
//
// The donor is the member of the same ecosystem that is `offset` further on, around its end.
//
// Axes      L lineages, K neighbours an ecosystem · N rows of which the first `rows` count
//           C rows that are taken at most · R rows of weights: L, or 1 that all lineages share
// Grid      one invocation per (l, c)
// Exact     copies
// Twin      src/kernels/pool/take-weights.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  C: u32,
  R: u32,
  K: u32,
  rows: u32,
  offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weight: array<f32>;          // [R, N]
@group(0) @binding(2) var<storage, read> start: array<u32>;           // [K]
@group(0) @binding(3) var<storage, read> count: array<u32>;           // [K]
@group(0) @binding(4) var<storage, read_write> taken: array<f32>;     // [L, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let c = i - l * params.C;
  let member = l % params.K;
  let donor = l - member + (member + params.offset) % params.K;
  let r = select(donor, 0u, params.R == 1u);
  taken[i] = 0.0;
  if c < count[member] {
    taken[i] = weight[r * params.N + (start[member] + c) % params.rows];
  }
}
