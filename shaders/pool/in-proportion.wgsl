// pool/in-proportion — so many rows as go with the mass of others: the first of a segment, none of the rest.
//
//   weight[l, n] = before[r, n] where first + n < round(ratio · mass[l]), else 0
//
// Axes      L lineages · N samples of the segment · R rows of weights: L, or 1 that all lineages share
// Grid      one invocation per (l, n)
// Exact     but where ratio · mass is half-way between two counts
// Twin      src/kernels/pool/in-proportion.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  first: u32,  // of the rows that are added, the first that belongs to the segment
  rows: u32,   // of the N, the first that count
  ratio: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mass: array<f32>;          // [L, 3], see pool/mass
@group(0) @binding(2) var<storage, read> before: array<f32>;        // [R, N]
@group(0) @binding(3) var<storage, read_write> weight: array<f32>;  // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  let count = u32(floor(params.ratio * mass[3u * l] + 0.5));
  let isThere = n < params.rows && params.first + n < count;
  weight[i] = select(0.0, before[min(l, params.R - 1u) * params.N + n], isThere);
}
