// layers/sum-partials — adds up the sums of the chunks.
//
//   out[l, d] = factor · Σ partials[l, c, d] + accumulate · out[l, d]        over c
//
// Axes      L lineages · C chunks · D columns
// Grid      one invocation per (l, d)
// Close     sums in the order of c
// Twin      src/kernels/layers/sum-partials.ts

#import grid

struct Params {
  L: u32,
  C: u32,
  D: u32,
  factor: f32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> partials: array<f32>;   // [L, C, D]
@group(0) @binding(2) var<storage, read_write> out: array<f32>;  // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let l = i / params.D;
  let d = i - l * params.D;
  var sum = 0.0;
  for (var c = 0u; c < params.C; c++) {
    sum += partials[(l * params.C + c) * params.D + d];
  }
  sum *= params.factor;
  if params.accumulate == 1u {
    sum += out[i];
  }
  out[i] = sum;
}
