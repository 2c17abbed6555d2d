// layers/embedding-backward-columns — layers/embedding-backward without links, four columns at a time.
//
//   table[l, v, d] += Σ gradientOut[l, m, d]        over m with tokens[l, m] = v
//
// Axes      L lineages · M tokens of a batch · V vocabulary · D dimensions, a multiple of four
// Grid      one invocation per (l, four of d), whose columns are its own: too few for a graphics card
// Close     the sum over m, in order
// Twin      src/kernels/layers/embedding-backward-columns.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  V: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;         // [L, M], below V
@group(0) @binding(2) var<storage, read> gradientOut: array<vec4f>;  // [L, M, D]
@group(0) @binding(3) var<storage, read_write> table: array<vec4f>;  // [L, V, D], the gradient

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = params.D / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * fours {
    return;
  }
  let l = i / fours;
  let j = i - l * fours;
  let first = l * params.V * fours + j;
  let end = (l + 1u) * params.M;
  var lm = l * params.M;
  loop {
    table[first + tokens[lm] * fours] += gradientOut[lm * fours + j];
    continuing { lm++; break if lm >= end; }
  }
}
