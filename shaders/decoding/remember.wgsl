// decoding/remember — keeps the key and the value of the newest token of every row.
//
//   kept[n, S + k T + clock - 1, f] = qkv[n K + k, D + f]        keys first, then values
//
// Axes      L lineages · N texts · R = N K rows · T new tokens · Y = S + K T places
//           E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, r, f)
// Exact     yes
// Twin      src/kernels/decoding/remember.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  Y: u32,
  E: u32,
  F: u32,
  S: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;       // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> qkv: array<f32>;         // [L, R, E]
@group(0) @binding(3) var<storage, read_write> kept: array<f32>;  // [L, N, Y, F]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.F {
    return;
  }
  let row = i / params.F;
  let f = i - row * params.F;
  let beams = params.R / params.N;
  let text = row / beams;
  let T = (params.Y - params.S) / beams;
  let place = params.S + (row - text * beams) * T + clock[0] - 1u;
  kept[(text * params.Y + place) * params.F + f] = qkv[row * params.E + params.E / 3u + f];
}
