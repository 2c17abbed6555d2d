// layers/layer-norm-forward — every row with mean 0 and variance 1, then scaled and shifted.
//
//   out[l, m, d] = (x[l, m, d] - mean) · inverse · scale[l, d] + bias[l, d]
//   inverse = 1 / √(variance + epsilon)        mean and variance over d, divided by D
//
// Axes      L lineages · M rows · D dimensions
// Grid      one invocation per (l, m)
// Close     10⁻⁶ of the row's largest
// Source    Ba, Kiros & Hinton 2016, arXiv:1607.06450
// Twin      src/kernels/layers/layer-norm-forward.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  D: u32,
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;                  // [L, M, D]
@group(0) @binding(2) var<storage, read> scale: array<f32>;              // [L, D]
@group(0) @binding(3) var<storage, read> bias: array<f32>;               // [L, D]
@group(0) @binding(4) var<storage, read_write> out: array<f32>;          // [L, M, D]
@group(0) @binding(5) var<storage, read_write> statistics: array<vec2f>; // [L, M, 2]: mean, inverse

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let lm = gridIndex(invocation, groups);
  if lm >= params.L * params.M {
    return;
  }
  let start = lm * params.D;
  var sum = 0.0;
  for (var d = 0u; d < params.D; d++) {
    sum += x[start + d];
  }
  let mean = sum / f32(params.D);
  var squares = 0.0;
  for (var d = 0u; d < params.D; d++) {
    let deviation = x[start + d] - mean;
    squares += deviation * deviation;
  }
  let inverse = 1.0 / sqrt(squares / f32(params.D) + params.epsilon);
  let column = lm / params.M * params.D;
  for (var d = 0u; d < params.D; d++) {
    out[start + d] = (x[start + d] - mean) * inverse * scale[column + d] + bias[column + d];
  }
  statistics[lm] = vec2f(mean, inverse);
}
