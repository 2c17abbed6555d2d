// decoding/top — the K best continuations of every row within every strand of the vocabulary.
//
//   values[r, c, k] = the k-th largest of sums[r] + scores[r, v]        v in strand c
//   tokens[r, c, k] = that v; of equals the smaller first, and c where no token is left
//
// The sum comes before the comparison: what rounds to the same is the same.
//
// Axes      L lineages · R rows · V vocabulary · C strands, see decoding/strand-masses · K beams
// Grid      one invocation per (l, r, c)
// Exact     given the same sums and scores
// Twin      src/kernels/decoding/top.ts

#import grid

const NOTHING = -0x1p+127f;  // below every score

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
  K: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;        // [L, R, V]
@group(0) @binding(2) var<storage, read> sums: array<f32>;          // [L, R]
@group(0) @binding(3) var<storage, read_write> values: array<f32>;  // [L, R, C, K]
@group(0) @binding(4) var<storage, read_write> tokens: array<u32>;  // [L, R, C, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.C {
    return;
  }
  let row = i / params.C;
  let first = row * params.V;
  let sum = sums[row];
  let list = i * params.K;
  for (var k = 0u; k < params.K; k++) {
    values[list + k] = NOTHING;
    tokens[list + k] = i - row * params.C;
  }
  // Tokens come in ascending order: one that only equals what is in the list already comes after it.
  var last = NOTHING;
  for (var v = i - row * params.C; v < params.V; v += params.C) {
    let value = sum + scores[first + v];
    // A loop that seldom begins, where an adapter that masks its lanes would go through a branch.
    for (var isBetter = value > last; isBetter; isBetter = false) {
      var place = list + params.K - 1u;
      while place > list && value > values[place - 1u] {
        values[place] = values[place - 1u];
        tokens[place] = tokens[place - 1u];
        place--;
      }
      values[place] = value;
      tokens[place] = v;
      last = values[list + params.K - 1u];
    }
  }
}
