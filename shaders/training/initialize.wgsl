// training/initialize — the numbers that a parameter begins with.
//
//   values[l, p] = center + spread · z        z ~ Normal(0, 1), or evenly spread over (-1, 1)
//
// Axes      L lineages · P elements of the parameter
// Random    element p: index p / 4, one Philox block for four neighbours; step is the parameter's
//           place in the list
// Grid      one invocation per (l, block)
// Close     spread · 10⁻⁵ for normals, exact otherwise
// Twin      src/kernels/training/initialize.ts

#import grid
#import random/normal
#import random/uniform

struct Params {
  L: u32,
  P: u32,
  stream: u32,
  generation: u32,
  parameter: u32,
  isUniform: u32,
  center: f32,
  spread: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;           // [L, 2]
@group(0) @binding(2) var<storage, read_write> values: array<f32>;     // [L, P]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let blocks = (params.P + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * blocks {
    return;
  }
  let l = i / blocks;
  let block = i - l * blocks;
  var at = randomAddress(keys[l], params.stream, params.generation, block);
  at.step = params.parameter;
  var z = vec4f(0.0);
  if params.isUniform == 1u {
    z = 2.0 * uniformOf(randomBits(at)) - 1.0;
  } else if params.spread != 0.0 {
    z = randomNormal(at);
  }
  for (var p = 4u * block; p < min(4u * block + 4u, params.P); p++) {
    values[l * params.P + p] = params.center + params.spread * z[p & 3u];
  }
}
