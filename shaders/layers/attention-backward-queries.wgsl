// layers/attention-backward-queries — the gradient of the queries, its part of `gradient`.
//
//   gradient of query[m] = Σ p (slope - deltas[l, b, h, m]) · key[n] / √W        over n ≤ m
//   p = exp(query[m] · key[n] / √W - logSums[l, b, h, m])        slope = gradientOut[m] · value[n]
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one invocation per (text, head, four queries)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-queries.ts

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
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read> out: array<f32>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<f32>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;         // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;    // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<f32>;  // [L, B, T, E]

const STEP = 4u;

fn startsOf(rows: vec4u, stride: u32, column: u32) -> vec4u {
  return rows * stride + column;
}

fn qkvRow(start: u32, left: u32) -> vec4f {
  let at = start + min(OFFSETS, vec4u(left - 1u));
  let row = vec4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
  return select(vec4f(0.0), row, OFFSETS < vec4u(left));
}

fn qkvAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(
    qkvRow(at.x, left),
    qkvRow(at.y, left),
    qkvRow(at.z, left),
    qkvRow(at.w, left),
  );
}

fn outRow(start: u32, left: u32) -> vec4f {
  let at = start + min(OFFSETS, vec4u(left - 1u));
  let row = vec4f(out[at.x], out[at.y], out[at.z], out[at.w]);
  return select(vec4f(0.0), row, OFFSETS < vec4u(left));
}

fn outAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(
    outRow(at.x, left),
    outRow(at.y, left),
    outRow(at.z, left),
    outRow(at.w, left),
  );
}

fn gradientOutRow(start: u32, left: u32) -> vec4f {
  let at = start + min(OFFSETS, vec4u(left - 1u));
  let row = vec4f(gradientOut[at.x], gradientOut[at.y], gradientOut[at.z], gradientOut[at.w]);
  return select(vec4f(0.0), row, OFFSETS < vec4u(left));
}

fn gradientOutAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(
    gradientOutRow(at.x, left),
    gradientOutRow(at.y, left),
    gradientOutRow(at.z, left),
    gradientOutRow(at.w, left),
  );
}

fn gradientRow(start: u32, left: u32) -> vec4f {
  let at = start + min(OFFSETS, vec4u(left - 1u));
  let row = vec4f(gradient[at.x], gradient[at.y], gradient[at.z], gradient[at.w]);
  return select(vec4f(0.0), row, OFFSETS < vec4u(left));
}

fn gradientAt(at: vec4u, left: u32) -> mat4x4f {
  return mat4x4f(
    gradientRow(at.x, left),
    gradientRow(at.y, left),
    gradientRow(at.z, left),
    gradientRow(at.w, left),
  );
}

fn setGradientRow(start: u32, left: u32, four: vec4f) {
  gradient[start] = four.x;
  if left > 1u {
    gradient[start + 1u] = four.y;
  }
  if left > 2u {
    gradient[start + 2u] = four.z;
  }
  if left > 3u {
    gradient[start + 3u] = four.w;
  }
}

fn setGradient(at: vec4u, left: u32, fours: mat4x4f) {
  setGradientRow(at.x, left, fours[0]);
  setGradientRow(at.y, left, fours[1]);
  setGradientRow(at.z, left, fours[2]);
  setGradientRow(at.w, left, fours[3]);
}
