// layers/add — adds one tensor to another.
//
//   sum[i] = x[i] + accumulate · sum[i]
//
// Axes      N elements
// Grid      one invocation per n
// Exact     a single sum
// Twin      src/kernels/layers/add.ts

#import grid

struct Params {
  N: u32,
  accumulate: u32,  // 0: only x
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;          // [N]
@group(0) @binding(2) var<storage, read_write> sum: array<f32>;  // [N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n >= params.N {
    return;
  }
  if params.accumulate == 0u {
    sum[n] = x[n];
  } else {
    sum[n] += x[n];
  }
}
