// metrics/squared-distance — how far the vectors of all lineages are from one point.
//
//   squared[l] = Σ_c (values[l, c] - origin[c])²
//
// Axes      L lineages · C numbers
// Units     data units²
// Grid      one invocation per l
// Close     10⁻⁶ relative
// Twin      src/kernels/metrics/squared-distance.ts

#import grid

struct Params {
  L: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;            // [L, C]
@group(0) @binding(2) var<storage, read> origin: array<f32>;           // [C]
@group(0) @binding(3) var<storage, read_write> squared: array<f32>;     // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  for (var c = 0u; c < params.C; c++) {
    let distance = values[l * params.C + c] - origin[c];
    sum += distance * distance;
  }
  squared[l] = sum;
}
