// text/log-prob — the logarithm of the probability of texts, from the surprise at each token.
//
//   logProb[l, n] = -Σ_t surprise[l, n, t]
//
// Axes      L lineages · N texts · T tokens
// Units     nats; at least LOG_ZERO
// Grid      one invocation per (l, n)
// Close     10⁻⁶ relative
// Twin      src/kernels/text/log-prob.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  T: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> surprise: array<f32>;        // [L, N, T]
@group(0) @binding(2) var<storage, read_write> logProb: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  var sum = 0.0;
  for (var t = 0u; t < params.T; t++) {
    // what cannot come is infinite, which arithmetic may assume never to meet
    let bits = bitcast<u32>(surprise[i * params.T + t]);
    sum += select(bitcast<f32>(bits), -LOG_ZERO, bits >= 0x7f800000u && bits < 0x80000000u);
  }
  logProb[i] = max(LOG_ZERO, -sum);
}
