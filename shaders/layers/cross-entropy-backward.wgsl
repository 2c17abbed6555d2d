// layers/cross-entropy-backward — the gradient of the mean surprise, over the logits in place.
//
//   logits[l, m, v] becomes (p - 1 at the target) · gradientLoss[l] / count, or 0 where ignored
//   p = exp(logits[l, m, v] - logSums[l, m])
//
// Axes      L lineages · M rows · V vocabulary
// Grid      one invocation per (l, m, j), for every J-th column v from j on; J covers V in EACH steps
// Close     10⁻⁶ of gradientLoss / count
// Twin      src/kernels/layers/cross-entropy-backward.ts

#import grid
#import layers/ignored
#import math/exponential

override EACH: u32;

struct Params {
  L: u32,
  M: u32,
  V: u32,
  count: u32,  // rows of a lineage that are not ignored
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<u32>;       // [L, M], below V or IGNORED
@group(0) @binding(2) var<storage, read> logSums: array<f32>;       // [L, M]
@group(0) @binding(3) var<storage, read> gradientLoss: array<f32>;  // [L]
@group(0) @binding(4) var<storage, read_write> logits: array<f32>;  // [L, M, V]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  // one division for EACH columns, which some adapters do lane by lane
  let apart = (params.V + EACH - 1u) / EACH;
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * apart {
    return;
  }
  let lm = i / apart;
  let v = targets[lm];
  let factor = gradientLoss[lm / params.M] / f32(params.count);
  let logSum = logSums[lm];
  let start = lm * params.V;
  var at = start + i - lm * apart;
  loop {
    let excess = exponential(logits[at] - logSum) - select(0.0, 1.0, at == start + v);
    logits[at] = select(excess * factor, 0.0, v == IGNORED);
    continuing { at += apart; break if at >= start + params.V; }
  }
}
