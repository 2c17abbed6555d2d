// decoding/take-last — what the blocks made of the last token of every prompt.
//
//   last[n, d] = x[n, S - 1, d]
//
// Axes      L lineages · N texts · S tokens of a prompt · D width
// Grid      one invocation per (l, n, d)
// Exact     yes
// Twin      src/kernels/decoding/take-last.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  S: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;           // [L, N, S, D]
@group(0) @binding(2) var<storage, read_write> last: array<f32>;  // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N * params.D {
    return;
  }
  let text = i / params.D;
  let d = i - text * params.D;
  last[i] = x[((text + 1u) * params.S - 1u) * params.D + d];
}
