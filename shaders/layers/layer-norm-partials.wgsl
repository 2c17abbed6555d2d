// layers/layer-norm-partials — what some rows add to the gradients of scale and bias.
//
//   scalePartials[l, c, d] = Σ gradientOut[l, m, d] · (x[l, m, d] - mean) · inverse
//   biasPartials[l, c, d] = Σ gradientOut[l, m, d]        over the ROWS rows m of chunk c
//
// Axes      L lineages · M rows · D dimensions · C chunks of ROWS rows
// Grid      one invocation per (l, c, d); layers/sum-partials adds the chunks
// Close     sums in the order of m
// Twin      src/kernels/layers/layer-norm-partials.ts

#import grid

override ROWS: u32;

struct Params {
  L: u32,
  M: u32,
  D: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;                    // [L, M, D]
@group(0) @binding(2) var<storage, read> statistics: array<vec2f>;         // [L, M, 2]
@group(0) @binding(3) var<storage, read> gradientOut: array<f32>;          // [L, M, D]
@group(0) @binding(4) var<storage, read_write> scalePartials: array<f32>;  // [L, C, D]
@group(0) @binding(5) var<storage, read_write> biasPartials: array<f32>;   // [L, C, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C * params.D {
    return;
  }
  let lc = i / params.D;
  let d = i - lc * params.D;
  let l = lc / params.C;
  let first = (lc - l * params.C) * ROWS;
  var scaleSum = 0.0;
  var biasSum = 0.0;
  var m = first;
  loop {
    let lm = l * params.M + m;
    let g = gradientOut[lm * params.D + d];
    scaleSum += g * (x[lm * params.D + d] - statistics[lm].x) * statistics[lm].y;
    biasSum += g;
    continuing { m++; break if m >= min(first + ROWS, params.M); }
  }
  scalePartials[i] = scaleSum;
  biasPartials[i] = biasSum;
}
