// layers/relu-forward — nothing negative, in place.
//
//   x[n] = max(0, x[n])
//
// Axes      N elements
// Grid      one invocation for four n
// Exact     a choice
// Source    Nair & Hinton 2010, https://icml.cc/Conferences/2010/papers/432.pdf
// Twin      src/kernels/layers/relu-forward.ts

#import grid

struct Params {
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> x: array<f32>;  // [N]

// A comparison, since max() may drop what is not a number. It is stored in any case, since no
// processor foresees a sign.
fn rectify(n: u32) {
  if n < params.N {
    let value = x[n];
    x[n] = select(value, 0.0, value < 0.0);
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = 4u * gridIndex(invocation, groups);
  rectify(first);
  rectify(first + 1u);
  rectify(first + 2u);
  rectify(first + 3u);
}
