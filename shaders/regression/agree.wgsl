// regression/agree — marks the answers that have the sign of the true ones.
//
//   marks[l, n] = 1 where values[l, n, C] and values[l, n, :C] · slopes have the same sign, else 0
//
// Axes      L lineages · N samples · D = C + 1 columns, the last of which is the answer · C inputs
// Units     data units
// Grid      one invocation per (l, n)
// Exact     but where the true answer is within rounding of 0
// Source    Feng et al. 2024, arXiv:2406.07515
// Twin      src/kernels/regression/agree.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;          // [L, N, D]
@group(0) @binding(2) var<storage, read> slopes: array<f32>;          // [C]
@group(0) @binding(3) var<storage, read_write> marks: array<f32>;     // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = gridIndex(invocation, groups);
  if index >= params.L * params.N {
    return;
  }
  let at = index * params.D;
  var right = 0.0;
  for (var c = 0u; c < params.C; c++) {
    right += values[at + c] * slopes[c];
  }
  let answer = values[at + params.C];
  marks[index] = select(0.0, 1.0, (right > 0.0 && answer > 0.0) || (right < 0.0 && answer < 0.0));
}
