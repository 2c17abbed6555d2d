// layers/positions-backward — adds up the gradients of a position over the texts of a batch.
//
//   positions[l, offset + t, d] = Σ gradientOut[l, b T + t, d]        over b; 0 in other rows
//                                 + accumulate · positions[l, offset + t, d]
//
// Axes      L lineages · M tokens of a batch, in texts of T · P positions · D dimensions
// Grid      one invocation per (l, p, d)
// Close     the sum over b, in order
// Twin      src/kernels/layers/positions-backward.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  P: u32,
  D: u32,
  T: u32,
  offset: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradientOut: array<f32>;      // [L, M, D]
@group(0) @binding(2) var<storage, read_write> positions: array<f32>;  // [L, P, D], the gradient

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.P * params.D {
    return;
  }
  let lp = i / params.D;
  let d = i - lp * params.D;
  let l = lp / params.P;
  let p = lp - l * params.P;
  var sum = 0.0;
  if params.accumulate == 1u {
    sum = positions[i];
  }
  if p >= params.offset && p < params.offset + params.T {
    for (var m = p - params.offset; m < params.M; m += params.T) {
      sum += gradientOut[(l * params.M + m) * params.D + d];
    }
  }
  positions[i] = sum;
}
