// pool/swap-rows — each row of a segment gives its weight to a new one, by chance.
//
//   taken[l, first + n] = weight[r, n] where u < share[l], else 0        u ~ Uniform(0, 1)
//   kept[l, n]          = weight[r, n] - taken[l, first + n]
//
// Axes      L lineages · N samples of the segment · P rows of the pool
//           R rows of weights: L, or 1 that all lineages share
// Random    index (first + n) / 4, draw 0: one Philox block decides on four rows
// Grid      one invocation per (l, n)
// Exact     bit for bit as the twin
// Twin      src/kernels/pool/swap-rows.ts

#import grid
#import random/philox
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  R: u32,
  P: u32,
  first: u32,  // of the pool's rows, the first that belongs to the segment
  rows: u32,   // of the N, the first that count
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // [L, 2]
@group(0) @binding(2) var<storage, read> share: array<f32>;         // [L], 0 to 1
@group(0) @binding(3) var<storage, read> weight: array<f32>;        // [R, N]
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;    // [L, N]
@group(0) @binding(5) var<storage, read_write> taken: array<f32>;   // [L, P]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  kept[i] = 0.0;
  if n >= params.rows {
    return;
  }
  let place = params.first + n;
  let at = randomAddress(keys[l], params.stream, params.generation, place >> 2u);
  let isTaken = uniformOf(randomBits(at))[place & 3u] < share[l];
  let own = weight[min(l, params.R - 1u) * params.N + n];
  kept[i] = select(own, 0.0, isTaken);
  taken[l * params.P + place] = select(0.0, own, isTaken);
}
