// decoding/take-prompts — the prompts of one batch of texts, from the start again after the last.
//
//   taken[l, n, s] = prompts[lineages[l], (first + n) mod M, s]
//
// Axes      L lineages of the G that there are · M prompts in all · N texts of this batch · S tokens of a prompt
// Grid      one invocation per (l, n, s)
// Exact     yes
// Twin      src/kernels/decoding/take-prompts.ts

#import grid

struct Params {
  L: u32,
  G: u32,
  M: u32,
  N: u32,
  S: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> prompts: array<u32>;      // [G, M, S]
@group(0) @binding(2) var<storage, read> lineages: array<u32>;     // [L], places among all G
@group(0) @binding(3) var<storage, read_write> taken: array<u32>;  // [L, N, S]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N * params.S {
    return;
  }
  let text = i / params.S;
  let l = text / params.N;
  let m = (params.first + text - l * params.N) % params.M;
  taken[i] = prompts[(lineages[l] * params.M + m) * params.S + i - text * params.S];
}
