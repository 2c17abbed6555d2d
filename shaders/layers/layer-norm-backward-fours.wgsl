// layers/layer-norm-backward-fours — layers/layer-norm-backward for D a multiple of four.
//
//   gradient[l, m, d] = inverse · (g - mean of g - y · mean of g y)
//                       + accumulate · gradient[l, m, d]
//   g = gradientOut[l, m, d] · scale[l, d]        y = (x[l, m, d] - mean) · inverse
//
// Axes      L lineages · M rows · D dimensions, a multiple of four
// Grid      one invocation per (l, m)
// Close     10⁻⁵ of the row's largest
// Source    Ba, Kiros & Hinton 2016, arXiv:1607.06450, differentiated
// Twin      src/kernels/layers/layer-norm-backward-fours.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  D: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;               // [L, M, D]
@group(0) @binding(2) var<storage, read> scale: array<vec4f>;           // [L, D]
@group(0) @binding(3) var<storage, read> statistics: array<vec2f>;      // [L, M, 2]: mean, inverse
@group(0) @binding(4) var<storage, read> gradientOut: array<vec4f>;     // [L, M, D]
@group(0) @binding(5) var<storage, read_write> gradient: array<vec4f>;  // [L, M, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let lm = gridIndex(invocation, groups);
  if lm >= params.L * params.M {
    return;
  }
  let fours = params.D / 4u;
  let start = lm * fours;
  let column = lm / params.M * fours;
  let mean = statistics[lm].x;
  let inverse = statistics[lm].y;
  var sums = vec4f(0.0);
  var products = vec4f(0.0);
  var i = 0u;
  loop {
    let g = gradientOut[start + i] * scale[column + i];
    sums += g;
    products += g * (x[start + i] - mean) * inverse;
    continuing { i++; break if i >= fours; }
  }
  let meanOfG = dot(sums, vec4f(1.0)) / f32(params.D);
  let meanOfProduct = dot(products, vec4f(1.0)) / f32(params.D);
  var j = 0u;
  loop {
    let g = gradientOut[start + j] * scale[column + j];
    let y = (x[start + j] - mean) * inverse;
    var total = inverse * (g - meanOfG - y * meanOfProduct);
    if params.accumulate == 1u {
      total += gradient[start + j];
    }
    gradient[start + j] = total;
    continuing { j++; break if j >= fours; }
  }
}
