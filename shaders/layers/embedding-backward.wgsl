// layers/embedding-backward — adds up the gradients of all places of a token, in their order.
//
//   table[l, v, d] += Σ gradientOut[l, m, d]        over m with tokens[l, m] = v
//
// The first place of a token follows the links to all others, so that no two invocations write the
// same row and no sum depends on who comes first. Rows of tokens that are not there stay.
//
// Axes      L lineages · M tokens of a batch · V vocabulary · D dimensions
// Grid      one invocation per (l, m, d)
// Close     the sum over m, in order
// Twin      src/kernels/layers/embedding-backward.ts

#import grid

const FIRST = 0x80000000u;

struct Params {
  L: u32,
  M: u32,
  V: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;        // [L, M], below V
@group(0) @binding(2) var<storage, read> links: array<u32>;         // [L, M], of token-links
@group(0) @binding(3) var<storage, read> gradientOut: array<f32>;   // [L, M, D]
@group(0) @binding(4) var<storage, read_write> table: array<f32>;   // [L, V, D], the gradient

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * params.D {
    return;
  }
  let lm = i / params.D;
  let d = i - lm * params.D;
  if (links[lm] & FIRST) == 0u {
    return;
  }
  let l = lm / params.M;
  let start = l * params.M;
  let row = (l * params.V + tokens[lm]) * params.D + d;
  var sum = table[row];
  for (var m = lm - start; m < params.M; m = links[start + m] & ~FIRST) {
    sum += gradientOut[(start + m) * params.D + d];
  }
  table[row] = sum;
}
