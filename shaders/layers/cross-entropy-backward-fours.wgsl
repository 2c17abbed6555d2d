// layers/cross-entropy-backward-fours — layers/cross-entropy-backward for V a multiple of four.
//
//   logits[l, m, v] becomes (p - 1 at the target) · gradientLoss[l] / count, or 0 where ignored
//   p = exp(logits[l, m, v] - logSums[l, m])
//
// Axes      L lineages · M rows · V vocabulary, a multiple of four
// Grid      one invocation per (l, m, j), for every J-th four columns from j on; J covers V in EACH
//           steps
// Close     10⁻⁶ of gradientLoss / count
// Twin      src/kernels/layers/cross-entropy-backward-fours.ts

#import grid
#import layers/ignored
#import math/exponentials

override EACH: u32;

struct Params {
  L: u32,
  M: u32,
  V: u32,
  count: u32,  // rows of a lineage that are not ignored
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<u32>;         // [L, M], below V or IGNORED
@group(0) @binding(2) var<storage, read> logSums: array<f32>;         // [L, M]
@group(0) @binding(3) var<storage, read> gradientLoss: array<f32>;    // [L]
@group(0) @binding(4) var<storage, read_write> logits: array<vec4f>;  // [L, M, V]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = params.V / 4u;
  // one division for EACH fours, which some adapters do lane by lane
  let apart = (fours + EACH - 1u) / EACH;
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * apart {
    return;
  }
  let lm = i / apart;
  let v = targets[lm];
  let factor = select(gradientLoss[lm / params.M] / f32(params.count), 0.0, v == IGNORED);
  let logSum = logSums[lm];
  let start = lm * fours;
  var j = i - lm * apart;
  loop {
    let isTarget = 4u * j + vec4u(0u, 1u, 2u, 3u) == vec4u(v);
    let excess = decays(logits[start + j] - logSum) - select(vec4f(), vec4f(1.0), isTarget);
    logits[start + j] = excess * factor;
    continuing { j += apart; break if j >= fours; }
  }
}
