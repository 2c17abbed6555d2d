// metrics/mean-counts — the mean of counts, or the share of those that are not zero.
//
//   mean[l] = scale · Σ_n (share = 1 ? [counts[l, n] > 0] : counts[l, n]) / N
//
// Axes      L lineages · N counts
// Grid      one invocation per l
// Close     10⁻⁶ relative; counts themselves are exact
// Twin      src/kernels/metrics/mean-counts.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  share: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<f32>;        // [L, N]
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;    // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;  // whole numbers, exact below 2²⁴
  for (var n = l * params.N; n < (l + 1u) * params.N; n++) {
    sum += select(counts[n], min(counts[n], 1.0), params.share != 0u);
  }
  mean[l] = params.scale * sum / f32(params.N);
}
