// decoding/finish — the best beam of every text, written among the texts that are done.
//
//   texts[lineages[l], first + n] = the tokens of the beam with the largest sums[l, n, k] / length^penalty
//
// Axes      L lineages of the G that there are · N texts of this batch · M of all · K beams
//           Q = N K rows · T new tokens
// Grid      one invocation per (l, n)
// Exact     given the same sums
// Source    Wu et al. 2016, arXiv:1609.08144 (7), in the form of Hugging Face's `length_penalty`
// Twin      src/kernels/decoding/finish.ts

#import grid

struct Params {
  L: u32,
  G: u32,
  N: u32,
  M: u32,
  K: u32,
  Q: u32,
  T: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<f32>;         // [L, N, K]
@group(0) @binding(2) var<storage, read> divisor: array<f32>;      // [L], length^penalty
@group(0) @binding(3) var<storage, read> lineages: array<u32>;     // [L], places among all G, none twice
@group(0) @binding(4) var<storage, read> log: array<vec2u>;        // [L, T, Q, 2] token, parent
@group(0) @binding(5) var<storage, read_write> texts: array<u32>;  // [G, M, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  var best = 0u;
  for (var k = 1u; k < params.K; k++) {
    if sums[i * params.K + k] / divisor[l] > sums[i * params.K + best] / divisor[l] {
      best = k;
    }
  }
  var row = n * params.K + best;
  let text = (lineages[l] * params.M + params.first + n) * params.T;
  for (var s = params.T; s > 0u; s--) {
    let entry = log[(l * params.T + s - 1u) * params.Q + row];
    texts[text + s - 1u] = entry.x;
    row = entry.y;
  }
}
