// layers/log-sum-chunks-fours — layers/log-sum-chunks for V a multiple of four, every number loaded once.
//
//   chunks[l, m, c] = ln Σ exp(logits[l, m, v])        over the COLUMNS columns v of chunk c
//
// Axes      L lineages · M rows · V vocabulary, a multiple of four · C chunks of COLUMNS columns
// Units     nats
// Grid      one invocation per (l, m, c)
// Close     10⁻⁶ absolute
// Twin      src/kernels/layers/log-sum-chunks-fours.ts

#import grid
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
@group(0) @binding(1) var<storage, read> logits: array<vec4f>;      // [L, M, V]
@group(0) @binding(2) var<storage, read_write> chunks: array<f32>;  // [L, M, C]

// Not `max`, which looks for what is no number and costs a software adapter dear.
fn larger(a: vec4f, b: vec4f) -> vec4f {
  return select(a, b, a < b);
}

fn largestOf(x: vec4f) -> f32 {
  let pair = select(x.xy, x.zw, x.xy < x.zw);
  return select(pair.x, pair.y, pair.x < pair.y);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.C {
    return;
  }
  let lm = i / params.C;
  let c = i - lm * params.C;
  let start = lm * (params.V / 4u);
  let last = start + min(c * COLUMNS + COLUMNS, params.V) / 4u - 1u;
  var at = start + c * (COLUMNS / 4u);
  // Sixteen columns a turn, all against the largest so far.
  var largest = logits[at].x;
  var sums = vec4f();
  loop {
    let x0 = logits[at];
    let x1 = logits[min(at + 1u, last)];
    let x2 = logits[min(at + 2u, last)];
    let x3 = logits[min(at + 3u, last)];
    let raised = largestOf(larger(vec4f(largest), larger(larger(x0, x1), larger(x2, x3))));
    sums *= decay(largest - raised);
    sums += decays(x0 - raised);
    sums += select(vec4f(), decays(x1 - raised), at + 1u <= last);
    sums += select(vec4f(), decays(x2 - raised), at + 2u <= last);
    sums += select(vec4f(), decays(x3 - raised), at + 3u <= last);
    largest = raised;
    continuing { at += 4u; break if at > last; }
  }
  chunks[i] = largest + logarithm(dot(sums, vec4f(1.0)));
}
