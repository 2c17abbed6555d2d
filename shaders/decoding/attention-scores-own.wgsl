// decoding/attention-scores-own — decoding/attention-scores where the beams of a text went apart.
//
//   scores[r, h, u] = queries[r, h] · keys[u, h] / √(D / H)        S + joint[n] ≤ u < S + clock
//
// For heads of a width in fours. There are few such positions: the newest.
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           Y = S + K T places · H heads · E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, r, h)
// Close     10⁻⁵
// Twin      src/kernels/decoding/attention-scores-own.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  S: u32,
  T: u32,
  U: u32,
  Y: u32,
  H: u32,
  E: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> joint: array<u32>;          // [L, N], decoding/joint
@group(0) @binding(3) var<storage, read> qkv: array<vec4f>;          // [L, R, E]
@group(0) @binding(4) var<storage, read> kept: array<vec4f>;         // [L, N, Y, F]
@group(0) @binding(5) var<storage, read> ancestors: array<u32>;      // [L, R, T]
@group(0) @binding(6) var<storage, read_write> scores: array<f32>;   // [L, R, H, U]

#import decoding/place

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.H {
    return;
  }
  let row = i / params.H;
  let h = i - row * params.H;
  let beams = params.R / params.N;
  let text = row / beams;
  let inLineage = text % params.N * beams;
  let F = params.F / 4u;
  let quads = F / 2u / params.H;  // of a head
  let scale = inverseSqrt(f32(4u * quads));
  let query = row * (params.E / 4u) + h * quads;
  for (var u = params.S + joint[text]; u < params.S + clock[0]; u++) {
    let key = (text * params.Y + placeOf(row, inLineage, u)) * F + h * quads;
    var score = 0.0;
    for (var quad = 0u; quad < quads; quad++) {
      score += dot(qkv[query + quad], kept[key + quad]);
    }
    scores[i * params.U + u] = score * scale;
  }
}
