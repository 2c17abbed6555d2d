// layers/layer-norm-backward-quads — layers/layer-norm-backward-fours and layers/layer-norm-partials in
// one, with every number loaded once.
//
//   gradient[l, m, d] = inverse · (g - mean of g - y · mean of g y) (+ gradient[l, m, d])
//   scalePartials[l, c, d] = Σ gradientOut[l, m, d] · y
//   biasPartials[l, c, d] = Σ gradientOut[l, m, d]        over the ROWS rows m of chunk c
//   g = gradientOut[l, m, d] · scale[l, d]        y = (x[l, m, d] - mean) · inverse
//
// Axes      L lineages · M rows · D = 16 FOURS dimensions · C chunks of ROWS rows
// Grid      one workgroup, a quad, per (l, c); layers/sum-partials adds the chunks
// Close     10⁻⁵ of the row's largest; sums over rows in the order of m
// Source    Ba, Kiros & Hinton 2016, arXiv:1607.06450, differentiated
// Twin      src/kernels/layers/layer-norm-backward-quads.ts

enable subgroups;

#import grid
#import layers/norm-quad

override ROWS: u32;
override ADDED: u32;  // 1 to add to what is there

struct Params {
  L: u32,
  M: u32,
  D: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;                    // [L, M, D]
@group(0) @binding(2) var<storage, read> scale: array<vec4f>;                // [L, D]
@group(0) @binding(3) var<storage, read> statistics: array<vec2f>;           // [L, M, 2]
@group(0) @binding(4) var<storage, read> gradientOut: array<vec4f>;          // [L, M, D]
@group(0) @binding(5) var<storage, read_write> gradient: array<vec4f>;       // [L, M, D]
@group(0) @binding(6) var<storage, read_write> scalePartials: array<vec4f>;  // [L, C, D]
@group(0) @binding(7) var<storage, read_write> biasPartials: array<vec4f>;   // [L, C, D]

fn gradientOutBlock(start: u32, k: u32) -> mat4x4f {
  var block = mat4x4f();
  if FOURS > k { block[0] = gradientOut[start + 4u * k]; }
  if FOURS > k + 1u { block[1] = gradientOut[start + 4u * k + 4u]; }
  if FOURS > k + 2u { block[2] = gradientOut[start + 4u * k + 8u]; }
  if FOURS > k + 3u { block[3] = gradientOut[start + 4u * k + 12u]; }
  return block;
}

fn yBlock(start: u32, k: u32, mean: f32, inverse: f32) -> mat4x4f {
  var block = mat4x4f();
  if FOURS > k { block[0] = (x[start + 4u * k] - mean) * inverse; }
  if FOURS > k + 1u { block[1] = (x[start + 4u * k + 4u] - mean) * inverse; }
  if FOURS > k + 2u { block[2] = (x[start + 4u * k + 8u] - mean) * inverse; }
  if FOURS > k + 3u { block[3] = (x[start + 4u * k + 12u] - mean) * inverse; }
  return block;
}

fn setGradient(at: u32, value: vec4f) {
  if ADDED == 1u {
    gradient[at] = value + gradient[at];
  } else {
    gradient[at] = value;
  }
}

fn setGradients(start: u32, k: u32, value: mat4x4f, mean: f32) {
  if FOURS > k { setGradient(start + 4u * k, value[0] - mean); }
  if FOURS > k + 1u { setGradient(start + 4u * k + 4u, value[1] - mean); }
  if FOURS > k + 2u { setGradient(start + 4u * k + 8u, value[2] - mean); }
  if FOURS > k + 3u { setGradient(start + 4u * k + 12u, value[3] - mean); }
}

fn setScalePartials(start: u32, k: u32, value: mat4x4f) {
  if FOURS > k { scalePartials[start + 4u * k] = value[0]; }
  if FOURS > k + 1u { scalePartials[start + 4u * k + 4u] = value[1]; }
  if FOURS > k + 2u { scalePartials[start + 4u * k + 8u] = value[2]; }
  if FOURS > k + 3u { scalePartials[start + 4u * k + 12u] = value[3]; }
}

fn setBiasPartials(start: u32, k: u32, value: mat4x4f) {
  if FOURS > k { biasPartials[start + 4u * k] = value[0]; }
  if FOURS > k + 1u { biasPartials[start + 4u * k + 4u] = value[1]; }
  if FOURS > k + 2u { biasPartials[start + 4u * k + 8u] = value[2]; }
  if FOURS > k + 3u { biasPartials[start + 4u * k + 12u] = value[3]; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let lane = invocation & 3u;
  let lc = workgroupIndex(group, groups);
  if lc >= params.L * params.C {
    return;
  }
  let fours = params.D / 4u;
  let l = lc / params.C;
  let first = (lc - l * params.C) * ROWS;
  let column = l * fours + lane;
  let s = Part(
    scaleBlock(column, 0u), scaleBlock(column, 4u), scaleBlock(column, 8u), scaleBlock(column, 12u),
  );
  var scaleSums = Part();
  var biasSums = Part();
  var m = first;
  loop {
    let lm = l * params.M + m;
    let mean = statistics[lm].x;
    let inverse = statistics[lm].y;
    let start = lm * fours + lane;
    let out = Part(
      gradientOutBlock(start, 0u), gradientOutBlock(start, 4u),
      gradientOutBlock(start, 8u), gradientOutBlock(start, 12u),
    );
    let y = Part(
      yBlock(start, 0u, mean, inverse), yBlock(start, 4u, mean, inverse),
      yBlock(start, 8u, mean, inverse), yBlock(start, 12u, mean, inverse),
    );
    scaleSums = added(scaleSums, products(out, y));
    biasSums = added(biasSums, out);
    let g = products(out, s);
    let meanOfG = inverse * quadSum(sumOf(g)) / f32(params.D);
    let meanOfProduct = quadSum(sumOf(products(g, y))) / f32(params.D);
    setGradients(start, 0u, inverse * (g.a - meanOfProduct * y.a), meanOfG);
    setGradients(start, 4u, inverse * (g.b - meanOfProduct * y.b), meanOfG);
    setGradients(start, 8u, inverse * (g.c - meanOfProduct * y.c), meanOfG);
    setGradients(start, 12u, inverse * (g.d - meanOfProduct * y.d), meanOfG);
    continuing { m++; break if m >= min(first + ROWS, params.M); }
  }
  let to = lc * fours + lane;
  setScalePartials(to, 0u, scaleSums.a);
  setScalePartials(to, 4u, scaleSums.b);
  setScalePartials(to, 8u, scaleSums.c);
  setScalePartials(to, 12u, scaleSums.d);
  setBiasPartials(to, 0u, biasSums.a);
  setBiasPartials(to, 4u, biasSums.b);
  setBiasPartials(to, 8u, biasSums.c);
  setBiasPartials(to, 12u, biasSums.d);
}
