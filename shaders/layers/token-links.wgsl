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

fn isAmong(token: u32, first: u32) -> bool {
  let four = vec4u(tokens[first], tokens[first + 1u], tokens[first + 2u], tokens[first + 3u]);
  return any(four == vec4u(token));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M {
    return;
  }
  let start = i / params.M * params.M;
  let end = start + params.M;
  let token = tokens[i];
  // Four at a time as far as it is not among them.
  var next = i + 1u;
  while next + 4u <= end && !isAmong(token, next) {
    next += 4u;
  }
  while next < end && tokens[next] != token {
    next++;
  }
  var before = i;
  while before >= start + 4u && !isAmong(token, before - 4u) {
    before -= 4u;
  }
  while before > start && tokens[before - 1u] != token {
    before--;
  }
  links[i] = next - start + select(0u, FIRST, before == start);
}
