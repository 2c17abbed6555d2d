// metrics/advantage — by how much the first model of an ecosystem errs less than the last one.
//
//   advantage[l] = risk[last] - risk[first]        of the ecosystem that l belongs to
//
// Infinite where one of the two risks is, and 0 where both are: neither is better off.
//
// Axes      L lineages, `members` neighbours to an ecosystem
// Units     those of the risk
// Grid      one invocation per l
// Close     10⁻⁶ of the larger risk
// Twin      src/kernels/metrics/advantage.ts

#import grid
#import math/infinity

struct Params {
  L: u32,
  members: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> risk: array<f32>;               // [L]
@group(0) @binding(2) var<storage, read_write> advantage: array<f32>;    // [L]

fn isInfinite(number: f32) -> bool {
  return (bitcast<u32>(number) & 0x7fffffffu) >= 0x7f800000u;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let first = l - l % params.members;
  let last = min(first + params.members, params.L) - 1u;
  let isLost = isInfinite(risk[last]);
  if isLost || isInfinite(risk[first]) {
    advantage[l] = select(minusInfinity(), plusInfinity(), isLost);
    if isLost && isInfinite(risk[first]) {
      advantage[l] = 0.0;
    }
  } else {
    advantage[l] = risk[last] - risk[first];
  }
}
