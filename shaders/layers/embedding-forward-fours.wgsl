// layers/embedding-forward-fours — layers/embedding-forward for D a multiple of four.
//
//   out[l, m, d] = table[l, tokens[l, m], d] + positions[l, offset + m mod T, d]
//
// Axes      L lineages · M tokens of a batch, in texts of T · V vocabulary · P positions
//           D dimensions, a multiple of four
// Grid      one invocation per (l, m, j), for every J-th four from j on; J covers D in EACH steps
// Exact     a single sum
// Source    the learned positions of Zhang et al. 2022, arXiv:2205.01068
// Twin      src/kernels/layers/embedding-forward-fours.ts

#import grid

override EACH: u32;

struct Params {
  L: u32,
  M: u32,
  V: u32,
  P: u32,
  D: u32,
  T: u32,
  offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<u32>;       // [L, M], below V
@group(0) @binding(2) var<storage, read> table: array<vec4f>;      // [L, V, D]
@group(0) @binding(3) var<storage, read> positions: array<vec4f>;  // [L, P, D], P ≥ offset + T
@group(0) @binding(4) var<storage, read_write> out: array<vec4f>;  // [L, M, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = params.D / 4u;
  // three divisions for EACH fours, which some adapters do lane by lane
  let apart = (fours + EACH - 1u) / EACH;
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.M * apart {
    return;
  }
  let lm = i / apart;
  let l = lm / params.M;
  let place = (l * params.P + params.offset + (lm - l * params.M) % params.T) * fours;
  let row = (l * params.V + tokens[lm]) * fours;
  var j = i - lm * apart;
  loop {
    out[lm * fours + j] = table[row + j] + positions[place + j];
    continuing { j += apart; break if j >= fours; }
  }
}
