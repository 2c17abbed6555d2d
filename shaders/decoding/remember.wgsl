// decoding/remember — keeps the key and the value of the newest token of every row.
//
//   cache[r, clock - 1, f] = qkv[r, D + f]        keys in the first half, values in the second
//
// Axes      L lineages · R rows · T new tokens · E = 3 D queries, keys, values · F = 2 D
// Grid      one invocation per (l, r, f)
// Exact     yes
// Twin      src/kernels/decoding/remember.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  T: u32,
  E: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;        // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> qkv: array<f32>;          // [L, R, E]
@group(0) @binding(3) var<storage, read_write> cache: array<f32>;  // [L, R, T, F]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.F {
    return;
  }
  let row = i / params.F;
  let f = i - row * params.F;
  cache[(row * params.T + clock[0] - 1u) * params.F + f] = qkv[row * params.E + params.E / 3u + f];
}
