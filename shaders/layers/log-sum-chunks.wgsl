// layers/log-sum-chunks — the logarithm of the sum of exponentials, by chunk of columns.
//
//   chunks[l, m, c] = ln Σ exp(logits[l, m, v])        over the COLUMNS columns v of chunk c
//
// Axes      L lineages · M rows · V vocabulary · C chunks of COLUMNS columns
// Units     nats
// Grid      one invocation per (l, m, c)
// Close     10⁻⁶ absolute
// Twin      src/kernels/layers/log-sum-chunks.ts

#import grid
#import math/exponential
#import math/exponentials
#import math/logarithm

override COLUMNS: u32;

struct Params {
  L: u32,
  M: u32,
  V: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logits: array<f32>;        // [L, M, V]
@group(0) @binding(2) var<storage, read_write> chunks: array<f32>;  // [L, M, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.C {
    return;
  }
  let lm = i / params.C;
  let c = i - lm * params.C;
  let first = lm * params.V + c * COLUMNS;
  let end = min(first + COLUMNS, lm * params.V + params.V);
  let whole = first + ((end - first) & ~3u);
  var largest = logits[first];
  for (var v = first; v < whole; v += 4u) {
    largest = max(largest, max(max(logits[v], logits[v + 1u]), max(logits[v + 2u], logits[v + 3u])));
  }
  for (var v = whole; v < end; v++) {
    largest = max(largest, logits[v]);
  }
  var sum = 0.0;
  for (var v = first; v < whole; v += 4u) {
    let four = vec4f(logits[v], logits[v + 1u], logits[v + 2u], logits[v + 3u]);
    let powers = exponentials(four - largest);
    sum = sum + powers.x + powers.y + powers.z + powers.w;
  }
  for (var v = whole; v < end; v++) {
    sum += exponential(logits[v] - largest);
  }
  chunks[i] = largest + logarithm(sum);
}
