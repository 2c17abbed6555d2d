// text/gather-blocks — the chosen blocks of a text.
//
//   texts[l, n, t] = blocks[places[r, n], t]
//
// Axes      L lineages · N texts per lineage · T tokens of a text · K blocks
//           R rows of places: L, or 1 that all lineages share
// Grid      one invocation per (l, n, t)
// Exact     copies integers
// Source    this project
// Twin      src/kernels/text/gather-blocks.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  T: u32,
  K: u32,
  R: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> blocks: array<u32>;        // [K, T]
@group(0) @binding(2) var<storage, read> places: array<u32>;        // [R, N], below K
@group(0) @binding(3) var<storage, read_write> texts: array<u32>;   // [L, N, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N * params.T {
    return;
  }
  let row = i / params.T;
  let t = i - row * params.T;
  let l = row / params.N;
  let n = row - l * params.N;
  let place = places[min(l, params.R - 1u) * params.N + n];
  texts[i] = blocks[min(place, params.K - 1u) * params.T + t];
}
