// layers/layer-norm-forward-fours — layers/layer-norm-forward for D a multiple of four: vec4 loads.
//
//   out[l, m, d] = (x[l, m, d] - mean) · inverse · scale[l, d] + bias[l, d]
//   inverse = 1 / √(variance + epsilon)        mean and variance over d, divided by D
//
// Axes      L lineages · M rows · D dimensions, a multiple of four
// Grid      one invocation per (l, m)
// Close     10⁻⁶ of the row's largest
// Source    Ba, Kiros & Hinton 2016, arXiv:1607.06450
// Twin      src/kernels/layers/layer-norm-forward-fours.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  D: u32,
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;                 // [L, M, D]
@group(0) @binding(2) var<storage, read> scale: array<vec4f>;             // [L, D]
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;              // [L, D]
@group(0) @binding(4) var<storage, read_write> out: array<vec4f>;         // [L, M, D]
@group(0) @binding(5) var<storage, read_write> statistics: array<vec2f>;  // [L, M, 2]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let lm = gridIndex(invocation, groups);
  if lm >= params.L * params.M {
    return;
  }
  let fours = params.D / 4u;
  let start = lm * fours;
  var sums = vec4f(0.0);
  var i = 0u;
  loop {
    sums += x[start + i];
    continuing { i++; break if i >= fours; }
  }
  let mean = dot(sums, vec4f(1.0)) / f32(params.D);
  var squares = vec4f(0.0);
  var j = 0u;
  loop {
    let deviation = x[start + j] - mean;
    squares += deviation * deviation;
    continuing { j++; break if j >= fours; }
  }
  let variance = dot(squares, vec4f(1.0)) / f32(params.D);
  let inverse = 1.0 / sqrt(variance + params.epsilon);
  let column = lm / params.M * fours;
  var k = 0u;
  loop {
    out[start + k] = (x[start + k] - mean) * inverse * scale[column + k] + bias[column + k];
    continuing { k++; break if k >= fours; }
  }
  statistics[lm] = vec2f(mean, inverse);
}
