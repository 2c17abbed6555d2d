// layers/relu-backward — the gradient where the output is positive and 0 elsewhere, in place.
//
//   gradient[n] = out[n] > 0 ? gradient[n] : 0
//
// Axes      N elements
// Grid      one invocation for up to EACH n, `apart` from each other
// Exact     a choice
// Twin      src/kernels/layers/relu-backward.ts

#import grid

override EACH: u32;

struct Params {
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> out: array<f32>;             // [N]
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;  // [N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let apart = (params.N + EACH - 1u) / EACH;
  let i = gridIndex(invocation, groups);
  if i >= apart {
    return;
  }
  for (var n = i; n < params.N; n += apart) {
    // the opposite of positive, so that whatever is not a number goes on
    gradient[n] = select(gradient[n], 0.0, out[n] <= 0.0);
  }
}
