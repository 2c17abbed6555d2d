// decoding/above — how much of every strand lies at or above each of sixteen thresholds.
//
//   above[r, c, j] = Σ_v weights[r, v]^mass [bits of weights[r, v] ≥ threshold[r] + j · 2^shift]
//
// A step of a search for the threshold that a share of the whole lies above, four bits at a time from
// the highest: the bits of floats that are not negative are ordered as the floats are.
//
// Axes      L lineages · R rows · V vocabulary · C strands, see decoding/strand-masses
// Grid      one invocation per (l, r, c)
// Close     counts exact, masses 10⁻⁵ relative
// Twin      src/kernels/decoding/above.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  V: u32,
  C: u32,
  shift: u32,  // 28, 24, … 0; at 28 the threshold found so far is 0, whatever is there
  mass: u32,   // 1 adds weights, 0 counts them
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weights: array<f32>;       // [L, R, V], 0 … 1
@group(0) @binding(2) var<storage, read> threshold: array<u32>;     // [L, R]
@group(0) @binding(3) var<storage, read_write> above: array<vec4f>; // [L, R, C, 16]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R * params.C {
    return;
  }
  let row = i / params.C;
  let start = select(threshold[row], 0u, params.shift == 28u);
  let step = 1u << params.shift;
  let levels0 = vec4u(start) + vec4u(0u, 1u, 2u, 3u) * step;
  let levels1 = vec4u(start) + vec4u(4u, 5u, 6u, 7u) * step;
  let levels2 = vec4u(start) + vec4u(8u, 9u, 10u, 11u) * step;
  let levels3 = vec4u(start) + vec4u(12u, 13u, 14u, 15u) * step;
  var sum0 = vec4f(0.0);
  var sum1 = vec4f(0.0);
  var sum2 = vec4f(0.0);
  var sum3 = vec4f(0.0);
  let end = (row + 1u) * params.V;
  for (var at = row * params.V + i - row * params.C; at < end; at += params.C) {
    let weight = weights[at];
    let bits = vec4u(bitcast<u32>(weight));
    let counted = vec4f(select(1.0, weight, params.mass == 1u));
    sum0 += select(vec4f(0.0), counted, bits >= levels0);
    sum1 += select(vec4f(0.0), counted, bits >= levels1);
    sum2 += select(vec4f(0.0), counted, bits >= levels2);
    sum3 += select(vec4f(0.0), counted, bits >= levels3);
  }
  above[4u * i] = sum0;
  above[4u * i + 1u] = sum1;
  above[4u * i + 2u] = sum2;
  above[4u * i + 3u] = sum3;
}
