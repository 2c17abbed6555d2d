// decoding/attention-scores — how much the newest token of every row attends to each position.
//
//   scores[r, h, u] = queries[r, h] · keys[u, h] / √(D / H)        u < S + clock
//
// The keys of a prompt are shared by the beams of its text; those of new tokens lie in the rows that
// the beam came through.
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           H heads · E = 3 D queries, keys, values · F = 2 D keys, values
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
  H: u32,
  E: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> qkv: array<f32>;            // [L, R, E]
@group(0) @binding(3) var<storage, read> prompts: array<f32>;        // [L, N, S, E]
@group(0) @binding(4) var<storage, read> cache: array<f32>;          // [L, R, T, F]
@group(0) @binding(5) var<storage, read> ancestors: array<u32>;      // [L, R, T]
@group(0) @binding(6) var<storage, read_write> scores: array<f32>;   // [L, R, H, U]

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
  let l = row / params.R;
  let D = params.F / 2u;
  let width = D / params.H;
  let n = (row - l * params.R) * params.N / params.R;
  let query = row * params.E + h * width;
  let at = row * params.H * params.U + h * params.U + u;
  let scale = inverseSqrt(f32(width));

  var score = 0.0;
  if u < params.S {
    let key = ((l * params.N + n) * params.S + u) * params.E + D + h * width;
    for (var d = 0u; d < width; d++) {
      score += qkv[query + d] * prompts[key + d];
    }
  } else {
    let t = u - params.S;
    let owner = l * params.R + ancestors[row * params.T + t];
    let key = (owner * params.T + t) * params.F + h * width;
    for (var d = 0u; d < width; d++) {
      score += qkv[query + d] * cache[key + d];
    }
  }
  scores[at] = score * scale;
}
