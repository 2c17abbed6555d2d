// layers/cross-entropy-forward — how surprised the model is by the target of each row.
//
//   logSums[l, m] = ln Σ exp(chunks[l, m, c])        over c, which is over the whole vocabulary
//   surprises[l, m] = logSums[l, m] - logits[l, m, targets[l, m]], or 0 where ignored
//
// Axes      L lineages · M rows · V vocabulary · C chunks of columns
// Units     nats
// Grid      one invocation per (l, m)
// Close     10⁻⁶ absolute
// Twin      src/kernels/layers/cross-entropy-forward.ts

#import grid
#import layers/ignored
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  M: u32,
  V: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logits: array<f32>;           // [L, M, V]
@group(0) @binding(2) var<storage, read> chunks: array<f32>;           // [L, M, C]
@group(0) @binding(3) var<storage, read> targets: array<u32>;          // [L, M], below V or IGNORED
@group(0) @binding(4) var<storage, read_write> logSums: array<f32>;    // [L, M]
@group(0) @binding(5) var<storage, read_write> surprises: array<f32>;  // [L, M]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let lm = gridIndex(invocation, groups);
  if lm >= params.L * params.M {
    return;
  }
  let first = lm * params.C;
  var logSum = chunks[first];
  if params.C > 1u {
    var largest = logSum;
    for (var c = 1u; c < params.C; c++) {
      largest = max(largest, chunks[first + c]);
    }
    var sum = 0.0;
    for (var c = 0u; c < params.C; c++) {
      sum += exponential(chunks[first + c] - largest);
    }
    logSum = largest + logarithm(sum);
  }
  logSums[lm] = logSum;
  let v = targets[lm];
  surprises[lm] = 0.0;
  if v != IGNORED {
    surprises[lm] = logSum - logits[lm * params.V + v];
  }
}
