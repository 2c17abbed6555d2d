// layers/layer-norm-forward-quads — layers/layer-norm-forward-fours with every number loaded once.
//
//   out[l, m, d] = (x[l, m, d] - mean) · inverse · scale[l, d] + bias[l, d]
//   inverse = 1 / √(variance + epsilon)        mean and variance over d, divided by D
//
// Axes      L lineages · M rows · D = 16 FOURS dimensions
// Grid      one workgroup, a quad, per ROWS rows of a lineage
// Close     10⁻⁶ of the row's largest
// Source    Ba, Kiros & Hinton 2016, arXiv:1607.06450
// Twin      src/kernels/layers/layer-norm-forward-quads.ts

enable subgroups;

#import grid
#import layers/norm-quad

override ROWS: u32;

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
@group(0) @binding(5) var<storage, read_write> statistics: array<vec2f>;  // [L, M, 2]: mean, inverse

fn xBlock(start: u32, k: u32) -> mat4x4f {
  var block = mat4x4f();
  if FOURS > k { block[0] = x[start + 4u * k]; }
  if FOURS > k + 1u { block[1] = x[start + 4u * k + 4u]; }
  if FOURS > k + 2u { block[2] = x[start + 4u * k + 8u]; }
  if FOURS > k + 3u { block[3] = x[start + 4u * k + 12u]; }
  return block;
}

fn biasBlock(start: u32, k: u32) -> mat4x4f {
  var block = mat4x4f();
  if FOURS > k { block[0] = bias[start + 4u * k]; }
  if FOURS > k + 1u { block[1] = bias[start + 4u * k + 4u]; }
  if FOURS > k + 2u { block[2] = bias[start + 4u * k + 8u]; }
  if FOURS > k + 3u { block[3] = bias[start + 4u * k + 12u]; }
  return block;
}

fn deviation(x: mat4x4f, mean: f32, k: u32) -> mat4x4f {
  var block = mat4x4f();
  if FOURS > k { block[0] = x[0] - mean; }
  if FOURS > k + 1u { block[1] = x[1] - mean; }
  if FOURS > k + 2u { block[2] = x[2] - mean; }
  if FOURS > k + 3u { block[3] = x[3] - mean; }
  return block;
}

fn setBlock(start: u32, k: u32, y: mat4x4f) {
  if FOURS > k { out[start + 4u * k] = y[0]; }
  if FOURS > k + 1u { out[start + 4u * k + 4u] = y[1]; }
  if FOURS > k + 2u { out[start + 4u * k + 8u] = y[2]; }
  if FOURS > k + 3u { out[start + 4u * k + 12u] = y[3]; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let lane = invocation & 3u;
  let perLineage = (params.M + ROWS - 1u) / ROWS;
  let i = workgroupIndex(group, groups);
  if i >= params.L * perLineage {
    return;
  }
  let fours = params.D / 4u;
  let l = i / perLineage;
  let first = (i - l * perLineage) * ROWS;
  let column = l * fours + lane;
  let s = Part(
    scaleBlock(column, 0u), scaleBlock(column, 4u), scaleBlock(column, 8u), scaleBlock(column, 12u),
  );
  let b = Part(
    biasBlock(column, 0u), biasBlock(column, 4u), biasBlock(column, 8u), biasBlock(column, 12u),
  );
  var m = first;
  loop {
    let lm = l * params.M + m;
    let start = lm * fours + lane;
    let row = Part(xBlock(start, 0u), xBlock(start, 4u), xBlock(start, 8u), xBlock(start, 12u));
    let mean = quadSum(sumOf(row)) / f32(params.D);
    let y = Part(
      deviation(row.a, mean, 0u), deviation(row.b, mean, 4u),
      deviation(row.c, mean, 8u), deviation(row.d, mean, 12u),
    );
    let variance = quadSum(sumOf(products(y, y))) / f32(params.D);
    let inverse = 1.0 / sqrt(variance + params.epsilon);
    setBlock(start, 0u, inverse * product(y.a, s.a) + b.a);
    setBlock(start, 4u, inverse * product(y.b, s.b) + b.b);
    setBlock(start, 8u, inverse * product(y.c, s.c) + b.c);
    setBlock(start, 12u, inverse * product(y.d, s.d) + b.d);
    if lane == 0u {
      statistics[lm] = vec2f(mean, inverse);
    }
    continuing { m++; break if m >= min(first + ROWS, params.M); }
  }
}
