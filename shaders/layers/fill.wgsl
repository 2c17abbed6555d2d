// layers/fill — the same number everywhere.
//
//   x[n] = value
//
// Axes      N elements
// Grid      one invocation per n
// Exact     a copy
// Twin      src/kernels/layers/fill.ts

#import grid

struct Params {
  N: u32,
  value: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> x: array<f32>;  // [N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n < params.N {
    x[n] = params.value;
  }
}
