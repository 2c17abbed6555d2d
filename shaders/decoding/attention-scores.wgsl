// decoding/attention-scores — how much the newest token of every row attends to each position.
//
//   scores[r, h, u] = queries[r, h] · keys[u, h] / √(D / H)        u < S + clock
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           Y = S + K T places · H heads · E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, r, u, h)
// Close     10⁻⁵
// Twin      src/kernels/decoding/attention-scores.ts

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
@group(0) @binding(2) var<storage, read> qkv: array<f32>;            // [L, R, E]
@group(0) @binding(3) var<storage, read> kept: array<f32>;           // [L, N, Y, F]
@group(0) @binding(4) var<storage, read> ancestors: array<u32>;      // [L, R, T]
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;   // [L, R, H, U]

#import decoding/place

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.H * params.U {
    return;
  }
  let row = i / (params.H * params.U);
  let inRow = i - row * params.H * params.U;
  let u = inRow / params.H;
  let h = inRow - u * params.H;
  if u >= params.S + clock[0] {
    return;
  }
  let beams = params.R / params.N;
  let text = row / beams;
  let place = placeOf(row, text % params.N * beams, u);
  let width = params.F / 2u / params.H;
  let query = row * params.E + h * width;
  let key = (text * params.Y + place) * params.F + h * width;
  var score = 0.0;
  for (var d = 0u; d < width; d++) {
    score += qkv[query + d] * kept[key + d];
  }
  scores[(row * params.H + h) * params.U + u] = score * inverseSqrt(f32(width));
}
