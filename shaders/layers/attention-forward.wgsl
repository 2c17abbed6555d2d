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
  var row = vec4f(0.0);
  for (var j = 0u; j < min(4u, left); j++) {
    row[j] = qkv[start + j];
  }
  return row;
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
  var row = vec4f(0.0);
  for (var j = 0u; j < min(4u, left); j++) {
    row[j] = out[start + j];
  }
  return row;
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
  for (var j = 0u; j < min(4u, left); j++) {
    out[start + j] = four[j];
  }
}

fn setOut(at: vec4u, left: u32, fours: mat4x4f) {
  setOutRow(at.x, left, fours[0]);
  setOutRow(at.y, left, fours[1]);
  setOutRow(at.z, left, fours[2]);
  setOutRow(at.w, left, fours[3]);
}
