// decoding/attention-mix — what the newest token of every row takes from the values of all positions.
//
//   mixed[r, d] = Σ_u shares[r, h, u] values[u, d]        u < S + clock, h the head of d
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           H heads · D width · E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, r, d)
// Close     10⁻⁵
// Twin      src/kernels/decoding/attention-mix.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  S: u32,
  T: u32,
  U: u32,
  H: u32,
  D: u32,
  E: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;         // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> shares: array<f32>;        // [L, R, H, U]
@group(0) @binding(3) var<storage, read> prompts: array<f32>;       // [L, N, S, E]
@group(0) @binding(4) var<storage, read> cache: array<f32>;         // [L, R, T, F]
@group(0) @binding(5) var<storage, read> ancestors: array<u32>;     // [L, R, T]
@group(0) @binding(6) var<storage, read_write> mixed: array<f32>;   // [L, R, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.D {
    return;
  }
  let row = i / params.D;
  let d = i - row * params.D;
  let l = row / params.R;
  let h = d * params.H / params.D;
  let n = (row - l * params.R) * params.N / params.R;
  let shareOf = (row * params.H + h) * params.U;

  var sum = 0.0;
  let prompt = (l * params.N + n) * params.S * params.E + 2u * params.D + d;
  for (var u = 0u; u < params.S; u++) {
    sum += shares[shareOf + u] * prompts[prompt + u * params.E];
  }
  for (var t = 0u; t < clock[0]; t++) {
    let owner = l * params.R + ancestors[row * params.T + t];
    let value = cache[(owner * params.T + t) * params.F + params.D + d];
    sum += shares[shareOf + params.S + t] * value;
  }
  mixed[i] = sum;
}
