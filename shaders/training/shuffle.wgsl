// training/shuffle — which samples of the pool a step trains on: every sample once per epoch.
//
//   order[l, b] = π(s mod N)        s = clock · B + b, π a permutation of 0 … N - 1 for epoch s div N
//
// Axes      L lineages · B samples of a batch
// Units     count is N; (clock + 1) · B < 2³²
// Random    step the epoch, draws 0 and 1 its permutation
// Grid      one invocation per (l, b)
// Exact     bit for bit as the twin
// Twin      src/kernels/training/shuffle.ts

#import grid
#import random/permutation
#import random/philox

struct Params {
  L: u32,
  B: u32,
  stream: u32,
  generation: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1]: the step, from 0
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(3) var<storage, read_write> order: array<u32>;    // [L, B], below count

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.B {
    return;
  }
  let l = i / params.B;
  let s = clock[0] * params.B + i - l * params.B;
  let epoch = s / params.count;

  var at = randomAddress(keys[l], params.stream, params.generation, 0u);
  at.step = epoch;
  let first = randomBits(at);
  at.draw = 1u;
  order[i] = permuted(s - epoch * params.count, params.count, first, randomBits(at));
}
