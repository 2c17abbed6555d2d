// layers/token-links — where in the batch each token comes again.
//
//   links[l, m] = the least n > m with tokens[l, n] = tokens[l, m], or M
//                 + FIRST where no n < m has that token
//
// Axes      L lineages · M tokens of a batch, below 2³¹
// Grid      one invocation per (l, m)
// Exact     integers
// Twin      src/kernels/layers/token-links.ts

#import grid

const FIRST = 0x80000000u;

struct Params {
  L: u32,
  M: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;       // [L, M]
@group(0) @binding(2) var<storage, read_write> links: array<u32>;  // [L, M]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M {
    return;
  }
  let start = i / params.M * params.M;
  let end = start + params.M;
  let token = tokens[i];
  var next = i + 1u;
  while next < end && tokens[next] != token {
    next++;
  }
  var before = i;
  while before > start && tokens[before - 1u] != token {
    before--;
  }
  links[i] = next - start + select(0u, FIRST, before == start);
}
