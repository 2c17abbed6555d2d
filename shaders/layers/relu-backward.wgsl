// layers/relu-backward — the gradient where the output is positive and 0 elsewhere, in place.
//
//   gradient[n] = out[n] > 0 ? gradient[n] : 0
//
// Axes      N elements
// Grid      one invocation for four n
// Exact     a choice
// Twin      src/kernels/layers/relu-backward.ts

#import grid

struct Params {
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> out: array<f32>;             // [N]
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;  // [N]

// The opposite of positive, so that whatever is not a number goes on.
fn letThrough(n: u32) {
  if n < params.N {
    gradient[n] = select(gradient[n], 0.0, out[n] <= 0.0);
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = 4u * gridIndex(invocation, groups);
  letThrough(first);
  letThrough(first + 1u);
  letThrough(first + 2u);
  letThrough(first + 3u);
}
