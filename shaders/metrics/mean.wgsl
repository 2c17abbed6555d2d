// metrics/mean — how far the model's mean is from the real one.
//
//   offset[l] = mean - realMean                          for D = 1, with its sign
//   offset[l] = √(Σ_d (mean_d - realMean_d)² / D)        otherwise
//
// Axes      L lineages · D dimensions
// Units     data units
// Grid      one invocation per l
// Twin      src/kernels/metrics/mean.ts

#import grid

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mean: array<f32>;            // [L, D]
@group(0) @binding(2) var<storage, read> realMean: array<f32>;        // [L, D]
@group(0) @binding(3) var<storage, read_write> offset: array<f32>;    // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  if params.D == 1u {
    offset[l] = mean[l] - realMean[l];
    return;
  }
  // Relative to the largest, whose square may be out of reach.
  var largest = 0.0;
  for (var i = l * params.D; i < (l + 1u) * params.D; i++) {
    largest = max(largest, abs(mean[i] - realMean[i]));
  }
  var sum = 0.0;
  for (var i = l * params.D; i < (l + 1u) * params.D; i++) {
    let share = select(0.0, (mean[i] - realMean[i]) / largest, largest > 0.0);
    sum += share * share;
  }
  offset[l] = largest * sqrt(sum / f32(params.D));
}
