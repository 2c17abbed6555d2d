// layers/gelu-forward — the Gaussian error linear unit of every element, in its tanh form.
//
//   out[n] = gelu(x[n])
//
// Axes      N elements
// Grid      one invocation per n
// Close     10⁻⁶
// Source    Hendrycks & Gimpel 2016, arXiv:1606.08415
// Twin      src/kernels/layers/gelu-forward.ts

#import grid
#import layers/gelu

struct Params {
  N: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;          // [N]
@group(0) @binding(2) var<storage, read_write> out: array<f32>;  // [N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n < params.N {
    out[n] = gelu(x[n]);
  }
}
