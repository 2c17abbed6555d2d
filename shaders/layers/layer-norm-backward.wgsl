// layers/layer-norm-backward — the gradient of what went into layers/layer-norm-forward.
//
//   gradient[l, m, d] = inverse · (g - mean of g - y · mean of g y)
//                       + accumulate · gradient[l, m, d]
//   g = gradientOut[l, m, d] · scale[l, d]        y = (x[l, m, d] - mean) · inverse
//
// Axes      L lineages · M rows · D dimensions
// Grid      one invocation per (l, m)
// Close     10⁻⁵ of the row's largest
// Source    Ba, Kiros & Hinton 2016, arXiv:1607.06450, differentiated
// Twin      src/kernels/layers/layer-norm-backward.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  D: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;               // [L, M, D]
@group(0) @binding(2) var<storage, read> scale: array<f32>;           // [L, D]
@group(0) @binding(3) var<storage, read> statistics: array<vec2f>;    // [L, M, 2]: mean, inverse
@group(0) @binding(4) var<storage, read> gradientOut: array<f32>;     // [L, M, D]
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;  // [L, M, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let lm = gridIndex(invocation, groups);
  if lm >= params.L * params.M {
    return;
  }
  let start = lm * params.D;
  let column = lm / params.M * params.D;
  let mean = statistics[lm].x;
  let inverse = statistics[lm].y;
  var sum = 0.0;
  var product = 0.0;
  for (var d = 0u; d < params.D; d++) {
    let g = gradientOut[start + d] * scale[column + d];
    sum += g;
    product += g * (x[start + d] - mean) * inverse;
  }
  let meanOfG = sum / f32(params.D);
  let meanOfProduct = product / f32(params.D);
  for (var d = 0u; d < params.D; d++) {
    let g = gradientOut[start + d] * scale[column + d];
    let y = (x[start + d] - mean) * inverse;
    var total = inverse * (g - meanOfG - y * meanOfProduct);
    if params.accumulate == 1u {
      total += gradient[start + d];
    }
    gradient[start + d] = total;
  }
}
