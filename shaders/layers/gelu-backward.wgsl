// layers/gelu-backward — the gradient through layers/gelu-forward.
//
//   gradient[n] = accumulate · gradient[n] + gelu'(x[n]) · gradientOut[n]
//
// Axes      N elements
// Grid      one invocation per n
// Close     10⁻⁶
// Source    Hendrycks & Gimpel 2016, arXiv:1606.08415
// Twin      src/kernels/layers/gelu-backward.ts

#import grid
#import layers/gelu

struct Params {
  N: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;               // [N]
@group(0) @binding(2) var<storage, read> gradientOut: array<f32>;     // [N]
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;  // [N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n >= params.N {
    return;
  }
  var sum = geluSlope(x[n]) * gradientOut[n];
  if params.accumulate == 1u {
    sum += gradient[n];
  }
  gradient[n] = sum;
}
