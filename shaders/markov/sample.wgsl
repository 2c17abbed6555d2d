// markov/sample — N texts of T tokens per lineage, each token drawn by the one before it.
//
//   P(v after u) = count of (u, v) / count of (u, anything), exactly
//
// Where nothing was ever seen after u, the text goes on as a text begins. Integers throughout: what
// never followed can never follow, and a rare one is not distorted by rounding.
//
// Axes      L lineages · N texts per lineage · T tokens · V vocabulary
//           R chains: L, or 1 that all lineages share
// Random    index n, step t / 4, word t % 4; draw counts retries
// Grid      one invocation per (l, n)
// Exact     in distribution, and bit for bit as the twin
// Source    Lemire 2019, doi:10.1145/3230636
// Twin      src/kernels/markov/sample.ts

#import grid
#import random/philox

struct Params {
  L: u32,
  N: u32,
  T: u32,
  R: u32,
  V: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> starts: array<u32>;         // [R, V] running sums, the last ≥ 1
@group(0) @binding(3) var<storage, read> upTo: array<u32>;           // [R, V, V] running sums
@group(0) @binding(4) var<storage, read_write> texts: array<u32>;    // [L, N, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let r = min(l, params.R - 1u);
  let V = params.V;
  var at = randomAddress(keys[l], params.stream, params.generation, i - l * params.N);
  var block = vec4u(0u);
  var token = 0u;
  for (var t = 0u; t < params.T; t++) {
    if (t & 3u) == 0u {
      at.step = t >> 2u;
      at.draw = 0u;
      block = randomBits(at);
    }
    let row = (r * V + token) * V;
    let seen = select(upTo[row + V - 1u], 0u, t == 0u);
    let total = select(seen, starts[r * V + V - 1u], seen == 0u);
    let uneven = (0u - total) % total;  // 2³² mod total
    var bits = block[t & 3u];
    for (var draw = 1u; bits * total < uneven; draw++) {
      var again = at;
      again.draw = draw;
      bits = randomBits(again)[t & 3u];
    }
    let drawn = multiplyWide(bits, total).x;
    // the first token whose running sum is above, bit by bit
    var passed = 0u;
    for (var step = 1u << firstLeadingBit(V); step > 0u; step >>= 1u) {
      let next = min(passed + step, V) - 1u;
      let sum = select(upTo[row + next], starts[r * V + next], seen == 0u);
      passed = select(passed, passed + step, sum <= drawn);
    }
    token = passed;
    texts[i * params.T + t] = token;
  }
}
