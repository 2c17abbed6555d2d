// kernel-density/sample — draw rows of a pool again, each with noise of its own.
//
//   samples[l, n] = points[l, m] + root[l, 1] z        m ~ presence, z ~ Normal(0, 1)
//
// Axes      L lineages · N samples · M rows · D dimensions · C chunks of rows ·
//           W presences: M, or 0 for all 1
// Units     those of the points
// Random    index n; draw 0 for the row, draw 1 + d / 4 for four normals
// Grid      one invocation per (l, n)
// Twin      src/kernels/kernel-density/sample.ts

#import grid
#import random/normal
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  M: u32,
  D: u32,
  C: u32,
  W: u32,
  chunkLength: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;           // [L, 2]
@group(0) @binding(2) var<storage, read> points: array<f32>;           // [L, M, D]
@group(0) @binding(3) var<storage, read> presence: array<f32>;         // [L, W]
@group(0) @binding(4) var<storage, read> masses: array<f32>;           // [L, C], sums of presences
@group(0) @binding(5) var<storage, read> root: array<f32>;             // [L, 2, D, D]
@group(0) @binding(6) var<storage, read_write> samples: array<f32>;    // [L, N, D]

// The row at a place between 0 and 1 of all presence.
fn rowAt(l: u32, place: f32) -> u32 {
  if params.W == 0u {
    return min(params.M - 1u, u32(place * f32(params.M)));
  }
  var total = 0.0;
  for (var c = 0u; c < params.C; c++) {
    total += masses[l * params.C + c];
  }
  var left = place * total;
  var chunk = 0u;
  while chunk + 1u < params.C && left >= masses[l * params.C + chunk] {
    left -= masses[l * params.C + chunk];
    chunk++;
  }
  let first = chunk * params.chunkLength;
  var chosen = first;
  for (var m = first; m < min(params.M, first + params.chunkLength) && left >= 0.0; m++) {
    let own = presence[l * params.M + m];
    if own > 0.0 {
      chosen = m;
      left -= own;
    }
  }
  return chosen;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let D = params.D;
  let l = i / params.N;
  var at = randomAddress(keys[l], params.stream, params.generation, i - l * params.N);
  let row = l * params.M + rowAt(l, uniformOf(randomBits(at)).x);
  for (var d = 0u; d < D; d++) {
    samples[i * D + d] = points[row * D + d];
  }
  for (var j = 0u; j < D; j += 4u) {
    at.draw = 1u + j / 4u;
    let z = randomNormal(at);
    for (var d = j; d < D; d++) {
      var sum = 0.0;
      for (var e = j; e < min(j + 4u, d + 1u); e++) {
        sum += root[((2u * l + 1u) * D + d) * D + e] * z[e - j];
      }
      samples[i * D + d] += sum;
    }
  }
}
