// layers/next-tokens — what each position of a text is to predict.
//
//   targets[l, m] = tokens[l, m + 1], or IGNORED at the end of a text
//
// Axes      L lineages · M tokens of a batch, in texts of T
// Grid      one invocation per (l, m)
// Exact     a copy
// Twin      src/kernels/layers/next-tokens.ts

#import grid
#import layers/ignored

struct Params {
  L: u32,
  M: u32,
  T: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;         // [L, M]
@group(0) @binding(2) var<storage, read_write> targets: array<u32>;  // [L, M]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M {
    return;
  }
  let isLast = (i % params.M + 1u) % params.T == 0u;
  targets[i] = IGNORED;
  if !isLast {
    targets[i] = tokens[i + 1u];
  }
}
