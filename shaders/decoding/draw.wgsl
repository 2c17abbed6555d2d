// decoding/draw — one token per row, in proportion to the weights.
//
//   log[clock, r] = (v, r) with probability weights[r, v] / Σ_c masses[r, c]
//
// First a strand, then a token in it, each by a word of its own: so that what is rare in a large
// vocabulary is not lost between the steps of one coarse uniform number.
//
// Axes      L lineages · R rows · V vocabulary · C strands, see decoding/strand-masses · T new tokens
// Random    index first + r, the text's own number in its lineage; step the clock; one Philox block
// Grid      one invocation per (l, r)
// Exact     given the same weights and masses, but where a uniform number falls on a running sum
// Twin      src/kernels/decoding/draw.ts

#import grid
#import random/philox
#import random/uniform

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
  T: u32,
  stream: u32,
  generation: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;         // [1], new tokens so far
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;        // [L, 2]
@group(0) @binding(3) var<storage, read> weights: array<f32>;       // [L, R, V], ≥ 0
@group(0) @binding(4) var<storage, read> masses: array<f32>;        // [L, R, C]
@group(0) @binding(5) var<storage, read_write> log: array<vec2u>;   // [L, T, R, 2] token, parent

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R {
    return;
  }
  let l = i / params.R;
  let row = i - l * params.R;
  var at = randomAddress(keys[l], params.stream, params.generation, params.first + row);
  at.step = clock[0];
  let uniforms = uniformOf(randomBits(at));

  var total = 0.0;
  for (var c = 0u; c < params.C; c++) {
    total += masses[i * params.C + c];
  }
  // The last with a weight stands where rounding leaves the number above every running sum.
  var strand = 0u;
  var sum = 0.0;
  for (var c = 0u; c < params.C && sum <= uniforms.x * total; c++) {
    let mass = masses[i * params.C + c];
    sum += mass;
    strand = select(strand, c, mass > 0.0);
  }
  let goal = uniforms.y * masses[i * params.C + strand];
  var token = 0u;
  sum = 0.0;
  for (var v = strand; v < params.V && sum <= goal; v += params.C) {
    let weight = weights[i * params.V + v];
    sum += weight;
    token = select(token, v, weight > 0.0);
  }
  log[(l * params.T + clock[0]) * params.R + row] = vec2u(token, row);
}
