// layers/take-texts — some texts in a row, the last one again where there are no more.
//
//   batch[l, b, t] = tokens[l, min(first + b, N - 1), t]
//
// Axes      L lineages · K lineages of the texts, L or 1 for all · N texts · B texts of the batch
//           T tokens of a text
// Grid      one invocation per (l, b, t)
// Exact     a copy
// Twin      src/kernels/layers/take-texts.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  N: u32,
  B: u32,
  T: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;       // [K, N, T]
@group(0) @binding(2) var<storage, read_write> batch: array<u32>;  // [L, B, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B * params.T {
    return;
  }
  let lb = i / params.T;
  let t = i - lb * params.T;
  let l = lb / params.B;
  let n = min(params.first + lb - l * params.B, params.N - 1u);
  batch[i] = tokens[(min(l, params.K - 1u) * params.N + n) * params.T + t];
}
