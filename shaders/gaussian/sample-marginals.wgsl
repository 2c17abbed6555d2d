// gaussian/sample-marginals — draw points whose dimensions are independent mixtures of Gaussians.
//
//   samples[l, n, d] = componentMean[l, d, j] + componentDeviation[l, d, j] · z        j ~ weights
//
// Axes      L lineages · N samples per lineage · D dimensions · J components of a dimension
// Units     data units
// Random    element e = n D + d: index e / 4; draw 0 for the normals, draw 1 for the components
// Grid      one invocation per (l, block)
// Twin      src/kernels/gaussian/sample-marginals.ts

#import grid
#import random/normal
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  D: u32,
  J: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;                 // [L, 2]
@group(0) @binding(2) var<storage, read> upTo: array<f32>;                   // [L, D, J], cumulative
@group(0) @binding(3) var<storage, read> componentMean: array<f32>;          // [L, D, J]
@group(0) @binding(4) var<storage, read> componentDeviation: array<f32>;     // [L, D, J]
@group(0) @binding(5) var<storage, read_write> samples: array<f32>;          // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let elements = params.N * params.D;
  let blocks = (elements + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * blocks {
    return;
  }
  let l = i / blocks;
  let block = i - l * blocks;

  var at = randomAddress(keys[l], params.stream, params.generation, block);
  let z = randomNormal(at);
  at.draw = 1u;
  let u = uniformOf(randomBits(at));

  let row = l * elements;
  for (var e = 4u * block; e < min(4u * block + 4u, elements); e++) {
    let table = (l * params.D + e % params.D) * params.J;
    var j = 0u;
    while j + 1u < params.J && u[e & 3u] >= upTo[table + j] {
      j++;
    }
    samples[row + e] = componentMean[table + j] + componentDeviation[table + j] * z[e & 3u];
  }
}
