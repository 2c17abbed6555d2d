// metrics/pooled-variance — how wide the models of an ecosystem are together.
//
//   variance[l] = mean over d of ( mean over members of σ² + variance of the members' means )
//
// Every member has the number of its ecosystem. In two passes, so that close means keep their digits.
//
// Axes      L lineages, `members` neighbours to an ecosystem · D dimensions
// Units     data units²
// Grid      one invocation per l
// Close     10⁻⁵ relative
// Twin      src/kernels/metrics/pooled-variance.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  D: u32,
  members: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mean: array<f32>;                // [L, D]
@group(0) @binding(2) var<storage, read> logDeviation: array<f32>;        // [L, D]
@group(0) @binding(3) var<storage, read_write> variance: array<f32>;      // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  let first = l - l % params.members;
  let end = min(first + params.members, params.L);
  let count = f32(end - first);
  var sum = 0.0;
  for (var d = 0u; d < D; d++) {
    // From the first member's on: means that agree give exactly nothing.
    let origin = mean[first * D + d];
    var middle = 0.0;
    for (var j = first; j < end; j++) {
      middle += mean[j * D + d] - origin;
    }
    middle /= count;
    for (var j = first; j < end; j++) {
      let distance = mean[j * D + d] - origin - middle;
      sum += exponential(2.0 * logDeviation[j * D + d]) + distance * distance;
    }
  }
  variance[l] = sum / (count * f32(D));
}
