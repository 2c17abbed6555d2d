// layers/attention-forward-fours — layers/attention-forward for heads of a width in fours.
//
//   out[l, b, m, h W + w] = Σ exp(s - logSums[l, b, h, m]) · value[n, w]        over n ≤ m
//   s = query[m] · key[n] / √W        logSums[l, b, h, m] = ln Σ exp(s)
//
// qkv[l, b, m] holds queries, keys and values side by side, each D wide with its heads of W = D / H one
// after the other. No score is kept: the backward kernels find them again from logSums.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (text, head, four positions)
// Close     10⁻⁵ of the largest value
// Source    Vaswani et al. 2017, arXiv:1706.03762, equation 1; Dao et al. 2022, arXiv:2205.14135
// Twin      src/kernels/layers/attention-forward-fours.ts

#import layers/attention-forward-tile

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read_write> out: array<vec4f>;       // [L, B, T, D]
@group(0) @binding(3) var<storage, read_write> logSums: array<f32>;    // [L, B, H, T]

const STEP = 1u;

fn startsOf(rows: vec4u, stride: u32, column: u32) -> vec4u {
  return rows * (stride / 4u) + column / 4u;
}

fn qkvAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
}

fn outAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(out[at.x], out[at.y], out[at.z], out[at.w]);
}

fn setOut(at: vec4u, left: u32, fours: mat4x4f) {
  out[at.x] = fours[0];
  out[at.y] = fours[1];
  out[at.z] = fours[2];
  out[at.w] = fours[3];
}
