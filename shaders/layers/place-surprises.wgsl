// layers/place-surprises — gives to each token what the position before it was surprised by.
//
//   out[l, first + b, t] = surprises[l, b, t - 1], or 0 for t = 0
//
// Axes      L lineages · B texts of the batch · T tokens of a text · N texts in all
// Units     nats
// Grid      one invocation per (l, b, t)
// Exact     a copy
// Twin      src/kernels/layers/place-surprises.ts

#import grid

struct Params {
  L: u32,
  B: u32,
  T: u32,
  N: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> surprises: array<f32>;  // [L, B, T]
@group(0) @binding(2) var<storage, read_write> out: array<f32>;  // [L, N, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B * params.T {
    return;
  }
  let lb = i / params.T;
  let t = i - lb * params.T;
  let l = lb / params.B;
  let n = params.first + lb - l * params.B;
  if n >= params.N {
    return;
  }
  var surprise = 0.0;
  if t > 0u {
    surprise = surprises[i - 1u];
  }
  out[(l * params.N + n) * params.T + t] = surprise;
}
