// pool/take-floats — rows of numbers that each lineage takes from another, around their end.
//
//   taken[l, c, w] = values[donor, (start[l mod K] + c) mod rows, w]
//
// The donor is the member of the same ecosystem that is `offset` further on, around its end.
//
// Axes      L lineages, K neighbours an ecosystem · N rows of which the first `rows` count
//           C rows that are taken · W numbers of a row
// Grid      one invocation per (l, c, w)
// Exact     copies
// Twin      src/kernels/pool/take-floats.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  C: u32,
  W: u32,
  K: u32,
  rows: u32,
  offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;         // [L, N, W]
@group(0) @binding(2) var<storage, read> start: array<u32>;          // [K]
@group(0) @binding(3) var<storage, read_write> taken: array<f32>;    // [L, C, W]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C * params.W {
    return;
  }
  let w = i % params.W;
  let c = (i / params.W) % params.C;
  let l = i / (params.W * params.C);
  let member = l % params.K;
  let donor = l - member + (member + params.offset) % params.K;
  let row = (start[member] + c) % params.rows;
  taken[i] = values[(donor * params.N + row) * params.W + w];
}
