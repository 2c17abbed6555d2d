// metrics/share-below — the share of rows whose value lies below a threshold.
//
//   share[l] = number of n < rows with values[l, n] < threshold, by (rows · whole)
//
// Axes      L lineages · N rows of which the first `rows` count
// Grid      one invocation per l
// Close     10⁻⁶ relative; the count is exact
// Twin      src/kernels/metrics/share-below.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  rows: u32,
  threshold: f32,
  whole: f32,  // what counts as 1
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;         // [L, N]
@group(0) @binding(2) var<storage, read_write> share: array<f32>;    // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var count = 0u;
  for (var n = 0u; n < params.rows; n++) {
    count += select(0u, 1u, values[l * params.N + n] < params.threshold);
  }
  share[l] = f32(count) / (f32(params.rows) * params.whole);
}
