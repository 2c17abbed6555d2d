// mixture/seed-masses — how likely each chunk of rows is to hold the next center.
//
//   nearest[l, n] = min_k<seed |x - center[l, k]|²        masses[l, c] = Σ presence · nearest
//
// Without `spread`, and for the first center, every row counts by its presence alone.
//
// Axes      L lineages · N rows · D dimensions · K components · C chunks ·
//           W presences: N, or 0 for all 1
// Grid      one invocation per (l, c)
// Close     10⁻⁵ of the mass
// Source    Arthur & Vassilvitskii 2007, k-means++, SODA, pp. 1027-1035
// Twin      src/kernels/mixture/seed-masses.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  K: u32,
  C: u32,
  W: u32,
  chunkLength: u32,
  seed: u32,    // centers that are there already
  spread: u32,  // 1: far from those
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;          // [L, N, D]
@group(0) @binding(2) var<storage, read> presence: array<f32>;        // [L, W]
@group(0) @binding(3) var<storage, read> center: array<f32>;          // [L, K, D]
@group(0) @binding(4) var<storage, read_write> nearest: array<f32>;   // [L, N]
@group(0) @binding(5) var<storage, read_write> masses: array<f32>;    // [L, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.C {
    return;
  }
  let D = params.D;
  let l = at / params.C;
  let first = (at - l * params.C) * params.chunkLength;
  let isSpread = params.spread == 1u && params.seed > 0u;
  let latest = (l * params.K + params.seed - select(0u, 1u, isSpread)) * D;
  var mass = 0.0;
  for (var n = first; n < min(params.N, first + params.chunkLength); n++) {
    let row = l * params.N + n;
    var own = 1.0;
    if isSpread {
      var square = 0.0;
      for (var d = 0u; d < D; d++) {
        let offset = points[row * D + d] - center[latest + d];
        square += offset * offset;
      }
      own = select(min(square, nearest[row]), square, params.seed == 1u);
    }
    nearest[row] = own;
    if params.W > 0u {
      own *= presence[row];
    }
    mass += own;
  }
  masses[at] = mass;
}
