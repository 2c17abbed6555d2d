// pool/keep-by-chance — whom a filter lets through: each sample by a chance that its mark decides.
//
//   kept[l, n] = weight[r, n] where u < (marked ? keepMarked[l] : keepOther[l]), else 0
//
// u belongs to the sample: whenever and beside whatever it is seen, the filter thinks the same of it.
//
// Axes      L lineages · N samples of the segment
//           R rows of weights, S of marks: L, or 1 that all lineages share
// Random    generation the birth of the segment, step which draw of real data it is; index n
// Grid      one invocation per (l, n)
// Exact     bit for bit as the twin; a chance of 0 lets nobody through, 1 everybody
// Twin      src/kernels/pool/keep-by-chance.ts

#import grid
#import random/philox
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  R: u32,
  S: u32,
  rows: u32,    // the first of the N that count
  stream: u32,
  birth: u32,
  drawn: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // [L, 2]
@group(0) @binding(2) var<storage, read> weight: array<f32>;        // [R, N]
@group(0) @binding(3) var<storage, read> marks: array<f32>;         // [S, N], 0 or not
@group(0) @binding(4) var<storage, read> keepMarked: array<f32>;    // [L]
@group(0) @binding(5) var<storage, read> keepOther: array<f32>;     // [L]
@group(0) @binding(6) var<storage, read_write> kept: array<f32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let n = i - l * params.N;
  var at = randomAddress(keys[l], params.stream, params.birth, n);
  at.step = params.drawn;
  let u = uniformOf(randomBits(at)).x;
  let isMarked = marks[min(l, params.S - 1u) * params.N + n] != 0.0;
  let chance = select(keepOther[l], keepMarked[l], isMarked);
  let own = weight[min(l, params.R - 1u) * params.N + n];
  kept[i] = select(0.0, own, u < chance && n < params.rows);
}
