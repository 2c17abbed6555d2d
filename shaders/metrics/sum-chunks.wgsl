// metrics/sum-chunks — one number per lineage from the sums of its chunks.
//
// Axes      L lineages · C chunks
// Units     those of the sums
// Grid      one invocation per l
// Close     10⁻⁶ relative for terms of one sign
// Twin      src/kernels/metrics/sum-chunks.ts

#import grid

const GROUP = 16u;  // sums of sums lose fewer bits than one long sum

struct Params {
  L: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<f32>;          // [L, C]
@group(0) @binding(2) var<storage, read_write> total: array<f32>;   // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var sum = 0.0;
  for (var c = 0u; c < params.C; c += GROUP) {
    var group = 0.0;
    for (var j = c; j < min(c + GROUP, params.C); j++) {
      group += sums[l * params.C + j];
    }
    sum += group;
  }
  total[l] = sum;
}
