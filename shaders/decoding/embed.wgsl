// decoding/embed — what enters the first block for the newest token of every row.
//
//   x[r, d] = embedding[token_r, d] + positions[offset + clock, d]     token_r = history[r, clock - 1]
//
// Axes      L lineages · R rows · T new tokens · V vocabulary · D width · P rows of positions
// Grid      one invocation per (l, r, d)
// Close     exact
// Twin      src/kernels/decoding/embed.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  T: u32,
  V: u32,
  D: u32,
  P: u32,
  offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;      // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> history: array<u32>;    // [L, R, T]
@group(0) @binding(3) var<storage, read> embedding: array<f32>;  // [L, V, D]
@group(0) @binding(4) var<storage, read> positions: array<f32>;  // [L, P, D]
@group(0) @binding(5) var<storage, read_write> x: array<f32>;    // [L, R, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.D {
    return;
  }
  let row = i / params.D;
  let d = i - row * params.D;
  let l = row / params.R;
  let token = history[row * params.T + clock[0] - 1u];
  let position = params.offset + clock[0];
  x[i] = embedding[(l * params.V + token) * params.D + d]
    + positions[(l * params.P + position) * params.D + d];
}
