// layers/embedding-forward — what a token and its place in the text are to the model.
//
//   out[l, m, d] = table[l, tokens[l, m], d] + positions[l, offset + m mod T, d]
//
// Axes      L lineages · M tokens of a batch, in texts of T · V vocabulary · P positions
//           D dimensions
// Grid      one invocation per (l, m, d)
// Exact     a single sum
// Source    the learned positions of Zhang et al. 2022, arXiv:2205.01068
// Twin      src/kernels/layers/embedding-forward.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  V: u32,
  P: u32,
  D: u32,
  T: u32,
  offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;     // [L, M], below V
@group(0) @binding(2) var<storage, read> table: array<f32>;      // [L, V, D]
@group(0) @binding(3) var<storage, read> positions: array<f32>;  // [L, P, D], P ≥ offset + T
@group(0) @binding(4) var<storage, read_write> out: array<f32>;  // [L, M, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.D {
    return;
  }
  let lm = i / params.D;
  let d = i - lm * params.D;
  let l = lm / params.M;
  let row = params.offset + (lm - l * params.M) % params.T;
  let token = (l * params.V + tokens[lm]) * params.D + d;
  out[i] = table[token] + positions[(l * params.P + row) * params.D + d];
}
