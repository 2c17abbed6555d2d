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

fn qkvAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  let at = (rows * params.E + column) / 4u;
  return mat4x4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
}

fn outAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  let at = (rows * params.D + column) / 4u;
  return mat4x4f(out[at.x], out[at.y], out[at.z], out[at.w]);
}

fn gradientOutAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  let at = (rows * params.D + column) / 4u;
  return mat4x4f(gradientOut[at.x], gradientOut[at.y], gradientOut[at.z], gradientOut[at.w]);
}

fn gradientAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  let at = (rows * params.E + column) / 4u;
  return mat4x4f(gradient[at.x], gradient[at.y], gradient[at.z], gradient[at.w]);
}

fn setGradient(row: u32, column: u32, left: u32, four: vec4f) {
  gradient[(row * params.E + column) / 4u] = four;
}
