// layers/dropout-forward — loses some of a branch before it joins the residual stream.
//
//   out[l, e] = residual[l, e] + x[l, e] · mask        mask = 0 with probability rate[l],
//                                                      1 / (1 - rate[l]) otherwise
//
// Axes      L lineages · E elements of a lineage
// Random    stream DROPOUT of the generation, step from the clock, index e / 4, draw = place
// Grid      one invocation per (l, four e)
// Close     one rounding
// Source    Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
// Twin      src/kernels/layers/dropout-forward.ts

#import grid
#import layers/dropout-mask

struct Params {
  L: u32,
  E: u32,
  stream: u32,
  generation: u32,
  place: u32,  // tells the layers of a model apart
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;          // [L, 2]
@group(0) @binding(2) var<storage, read> clock: array<u32>;           // [1]
@group(0) @binding(3) var<storage, read> rate: array<f32>;            // [L], below 1
@group(0) @binding(4) var<storage, read> x: array<f32>;               // [L, E]
@group(0) @binding(5) var<storage, read> residual: array<f32>;        // [L, E]
@group(0) @binding(6) var<storage, read_write> out: array<f32>;       // [L, E]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = (params.E + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * fours {
    return;
  }
  let l = i / fours;
  let four = i - l * fours;
  let at = RandomAddress(keys[l], params.stream, params.generation, clock[0], four, params.place);
  let mask = dropoutMask(at, rate[l]);
  let start = l * params.E + 4u * four;
  for (var j = 0u; j < min(4u, params.E - 4u * four); j++) {
    out[start + j] = residual[start + j] + x[start + j] * mask[j];
  }
}
