// images/class-chances — how likely images are of one class, by linear discriminants.
//
//   chances[l, n] = 1 / Σ_k e^(s_k - s_named)        s_k = offsets[k] + Σ_f features[l, n, f] · directions[f, k]
//
// Axes      L lineages · N images · F features · K classes
// Grid      one invocation per (l, n)
// Close     e to the rounding of a score: 10⁻⁶ of the largest terms of its sum
// Source    Fisher 1936, doi:10.1111/j.1469-1809.1936.tb02137.x
// Twin      src/kernels/images/class-chances.ts

#import grid
#import math/exponential

struct Params {
  L: u32,
  N: u32,
  F: u32,
  K: u32,
  named: u32,  // below K
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> features: array<f32>;         // [L, N, F]
@group(0) @binding(2) var<storage, read> directions: array<f32>;       // [F, K]
@group(0) @binding(3) var<storage, read> offsets: array<f32>;          // [K]
@group(0) @binding(4) var<storage, read_write> chances: array<f32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  var sum = 0.0;
  for (var k = 0u; k < params.K; k++) {
    var ahead = offsets[k] - offsets[params.named];
    for (var f = 0u; f < params.F; f++) {
      let row = f * params.K;
      ahead += features[i * params.F + f] * (directions[row + k] - directions[row + params.named]);
    }
    sum += exponential(min(ahead, 80.0));  // of 256 classes at most 10³⁷ together
  }
  chances[i] = 1.0 / sum;
}
