// regression/respond — the responses of a linear model, after the places where it is asked.
//
//   samples[l, n, :C] = x        x the design where there is one, else normal
//   samples[l, n, C] = x · coefficients[l] + noise[l] · z
//
// Axes      L lineages · N samples · D = C + 1 columns · C coefficients · M rows of the design, or 0
// Units     data units
// Grid      one invocation per (l, n)
// Close     3 · 10⁻⁶ of the sum of the absolute terms
// Twin      src/kernels/regression/respond.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  C: u32,
  M: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> normals: array<f32>;           // [L, N, D]
@group(0) @binding(2) var<storage, read> design: array<f32>;            // [L, M, D], its last column unused
@group(0) @binding(3) var<storage, read> coefficients: array<f32>;      // [L, C]
@group(0) @binding(4) var<storage, read> noise: array<f32>;             // [L], a deviation
@group(0) @binding(5) var<storage, read_write> samples: array<f32>;     // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = gridIndex(invocation, groups);
  if index >= params.L * params.N {
    return;
  }
  let l = index / params.N;
  let n = index - l * params.N;
  let at = index * params.D;
  var response = noise[l] * normals[at + params.C];
  for (var c = 0u; c < params.C; c++) {
    var x = normals[at + c];
    if params.M > 0u {
      x = design[(l * params.M + n % params.M) * params.D + c];
    }
    samples[at + c] = x;
    response += x * coefficients[l * params.C + c];
  }
  samples[at + params.C] = response;
}
