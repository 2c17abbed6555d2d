// decoding/attention-mix — what the newest token of every row takes from the values of all positions.
//
//   mixed[r, d] = Σ_u weights[r, h, u] values[u, d] / totals[r, h]        u < S + clock, h the head of d
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           Y = S + K T places · H heads · E = 3 D queries, keys, values · F = 2 D keys, values
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
  Y: u32,
  H: u32,
  D: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;        // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> weights: array<f32>;      // [L, R, H, U]
@group(0) @binding(6) var<storage, read> totals: array<f32>;       // [L, R, H]
@group(0) @binding(3) var<storage, read> kept: array<f32>;         // [L, N, Y, F]
@group(0) @binding(4) var<storage, read> ancestors: array<u32>;    // [L, R, T]
@group(0) @binding(5) var<storage, read_write> mixed: array<f32>;  // [L, R, D]

#import decoding/place

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.D {
    return;
  }
  let row = i / params.D;
  let d = i - row * params.D;
  let beams = params.R / params.N;
  let text = row / beams;
  let head = row * params.H + d * params.H / params.D;
  var sum = 0.0;
  for (var u = 0u; u < params.S + clock[0]; u++) {
    let place = placeOf(row, text % params.N * beams, u);
    sum += weights[head * params.U + u] * kept[(text * params.Y + place) * params.F + params.D + d];
  }
  mixed[i] = sum / totals[head];
}
