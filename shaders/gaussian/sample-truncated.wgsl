// gaussian/sample-truncated — as gaussian/sample, but a normal beyond the bound is drawn again.
//
//   samples[l, n, d] = spread[l] · z        z ~ Normal(0, 1) given |z| ≤ bound[l]
//
// Axes      L lineages · N samples per lineage · D dimensions of a sample
// Units     standard deviations of the model that samples
// Random    element e = n D + d: index e / 4; draw counts the attempts of a block
// Grid      one invocation per (l, block)
// Source    truncation as a preference for the mode: Alemohammad et al. 2024, arXiv:2307.01850
// Twin      src/kernels/gaussian/sample-truncated.ts

#import grid
#import random/normal

// At the smallest bound on offer, 0.1, one normal in twelve is kept: e^-87 for all to fail.
const ATTEMPTS = 1000u;

struct Params {
  L: u32,
  N: u32,
  D: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> spread: array<f32>;         // [L], ≥ 0
@group(0) @binding(3) var<storage, read> bound: array<f32>;          // [L], ≥ 0.1
@group(0) @binding(4) var<storage, read_write> samples: array<f32>;  // [L, N, D]

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
  let most = vec4f(bound[l]);
  var z = randomNormal(at);
  while any(abs(z) > most) && at.draw < ATTEMPTS {
    at.draw++;
    z = select(z, randomNormal(at), abs(z) > most);
  }
  z = clamp(z, -most, most);

  let row = l * elements;
  for (var e = 4u * block; e < min(4u * block + 4u, elements); e++) {
    samples[row + e] = spread[l] * z[e & 3u];
  }
}
