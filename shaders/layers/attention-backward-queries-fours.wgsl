// layers/attention-backward-queries-fours — layers/attention-backward-queries, widths in fours.
//
//   gradient of query[m] = Σ p (slope - deltas[l, b, h, m]) · key[n] / √W        over n ≤ m
//   p = exp(query[m] · key[n] / √W - logSums[l, b, h, m])        slope = gradientOut[m] · value[n]
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (text, head, four queries)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-queries-fours.ts

#import layers/attention-backward-queries-tile

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read> out: array<vec4f>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<vec4f>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;           // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;      // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<vec4f>;  // [L, B, T, E]

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

fn gradientOutAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(gradientOut[at.x], gradientOut[at.y], gradientOut[at.z], gradientOut[at.w]);
}

fn gradientAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(gradient[at.x], gradient[at.y], gradient[at.z], gradient[at.w]);
}

fn setGradient(at: vec4u, left: u32, fours: mat4x4f) {
  gradient[at.x] = fours[0];
  gradient[at.y] = fours[1];
  gradient[at.z] = fours[2];
  gradient[at.w] = fours[3];
}
