// pool/choose-part — a random part of a pool, of an exact number of rows: 1 for those in it, else 0.
//
//   weight[l, n] = 1 where π(rank of row first + n among those there) < chosen
//
// π is a random permutation of the rows that are there, so any set of them is as likely as any other.
//
// Axes      L lineages · N samples of the segment · P rows of the pool
//           R rows of running counts: L, or 1 that all lineages share
// Random    index 0, draws 0 and 1 the permutation
// Grid      one invocation per (l, n)
// Exact     bit for bit as the twin
// Twin      src/kernels/pool/choose-part.ts

#import grid
#import random/permutation
#import random/philox

struct Params {
  L: u32,
  N: u32,
  R: u32,
  P: u32,
  first: u32,   // of the pool's rows, the first that belongs to the segment
  rows: u32,    // of the N, the first that count
  chosen: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> upTo: array<u32>;           // [R, P]: rows there so far
@group(0) @binding(3) var<storage, read_write> weight: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  weight[i] = 0.0;
  if n >= params.rows {
    return;
  }
  let row = min(l, params.R - 1u) * params.P;
  let place = params.first + n;
  let until = upTo[row + place];
  let before = select(0u, upTo[row + max(place, 1u) - 1u], place > 0u);
  if until == before {
    return;
  }
  var at = randomAddress(keys[l], params.stream, params.generation, 0u);
  let first = randomBits(at);
  at.draw = 1u;
  let moved = permuted(before, upTo[row + params.P - 1u], first, randomBits(at));
  weight[i] = select(0.0, 1.0, moved < params.chosen);
}
