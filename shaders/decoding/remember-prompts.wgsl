// decoding/remember-prompts — keeps the keys and the values of whole prompts.
//
//   kept[n, s, f] = qkv[n, s, D + f]        keys first, then values
//
// Axes      L lineages · N texts · S tokens of a prompt · Y places, S and those for new tokens
//           E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, n, s, f)
// Exact     yes
// Twin      src/kernels/decoding/remember-prompts.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  S: u32,
  Y: u32,
  E: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;         // [L, N, S, E]
@group(0) @binding(2) var<storage, read_write> kept: array<f32>;  // [L, N, Y, F]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N * params.S * params.F {
    return;
  }
  let row = i / params.F;
  let f = i - row * params.F;
  let text = row / params.S;
  let place = text * params.Y + row - text * params.S;
  kept[place * params.F + f] = qkv[row * params.E + params.E / 3u + f];
}
