// mixture/seed-choose — the row that becomes the next center, drawn by the masses of rows.
//
//   center[l, seed] = points[l, n]        n ~ presence · nearest
//
// Axes      L lineages · N rows · D dimensions · K components · C chunks ·
//           W presences: N, or 0 for all 1
// Random    index seed, step restart
// Grid      one invocation per l
// Twin      src/kernels/mixture/seed-choose.ts

#import grid
#import random/philox
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  D: u32,
  K: u32,
  C: u32,
  W: u32,
  chunkLength: u32,
  seed: u32,
  restart: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> points: array<f32>;         // [L, N, D]
@group(0) @binding(3) var<storage, read> presence: array<f32>;       // [L, W]
@group(0) @binding(4) var<storage, read> nearest: array<f32>;        // [L, N]
@group(0) @binding(5) var<storage, read> masses: array<f32>;         // [L, C]
@group(0) @binding(6) var<storage, read_write> center: array<f32>;   // [L, K, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var total = 0.0;
  for (var c = 0u; c < params.C; c++) {
    total += masses[l * params.C + c];
  }
  var at = randomAddress(keys[l], params.stream, params.generation, params.seed);
  at.step = params.restart;
  var left = uniformOf(randomBits(at)).x * total;
  var c = 0u;
  while c + 1u < params.C && left >= masses[l * params.C + c] {
    left -= masses[l * params.C + c];
    c++;
  }
  let first = c * params.chunkLength;
  let end = min(params.N, first + params.chunkLength);
  // Where rounding leaves nothing, the last row that counts.
  var chosen = first;
  for (var n = first; n < end && left >= 0.0; n++) {
    var own = nearest[l * params.N + n];
    if params.W > 0u {
      own *= presence[l * params.N + n];
    }
    if own > 0.0 {
      chosen = n;
      left -= own;
    }
  }
  let row = (l * params.N + chosen) * params.D;
  let place = (l * params.K + params.seed) * params.D;
  for (var d = 0u; d < params.D; d++) {
    center[place + d] = points[row + d];
  }
}
