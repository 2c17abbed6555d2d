// layers/attention-forward — what each position gathers from itself and all before it.
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
// Twin      src/kernels/layers/attention-forward.ts

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
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read_write> out: array<f32>;       // [L, B, T, D]
@group(0) @binding(3) var<storage, read_write> logSums: array<f32>;   // [L, B, H, T]

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

fn setOutRow(start: u32, left: u32, four: vec4f) {
  out[start] = four.x;
  if left > 1u {
    out[start + 1u] = four.y;
  }
  if left > 2u {
    out[start + 2u] = four.z;
  }
  if left > 3u {
    out[start + 3u] = four.w;
  }
}

fn setOut(at: vec4u, left: u32, fours: mat4x4f) {
  setOutRow(at.x, left, fours[0]);
  setOutRow(at.y, left, fours[1]);
  setOutRow(at.z, left, fours[2]);
  setOutRow(at.w, left, fours[3]);
}
