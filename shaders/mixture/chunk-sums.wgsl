// mixture/chunk-sums — what the rows of a chunk have to say of each component.
//
//   sums[l, c, k] = Σ_n responsibility · (1, x_i, x_i x_j for j ≤ i)     x = points - center[l, k]
//   scores[l, c] = Σ_n (score, presence)
//
// About the center so far: the centers that follow are near, and nothing cancels.
//
// Axes      L lineages · A places of active ones · N rows · D dimensions · K components ·
//           C chunks · F = 1 + D + D (D + 1) / 2 sums · W presences: N, or 0 for all 1
// Grid      one invocation per (a, c, k, f)
// Close     10⁻⁵ of the sum of absolute terms
// Twin      src/kernels/mixture/chunk-sums.ts

#import grid
#import mixture/done

struct Params {
  L: u32,
  A: u32,
  N: u32,
  D: u32,
  K: u32,
  C: u32,
  F: u32,
  W: u32,
  chunkLength: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;           // [L, N, D]
@group(0) @binding(2) var<storage, read> presence: array<f32>;         // [L, W]
@group(0) @binding(3) var<storage, read> center: array<f32>;           // [L, K, D]
@group(0) @binding(4) var<storage, read> responsibility: array<f32>;   // [L, K, N]
@group(0) @binding(5) var<storage, read> score: array<f32>;            // [L, N]
@group(0) @binding(6) var<storage, read> listed: array<u32>;           // [A]
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;       // [L, C, K, F]
@group(0) @binding(8) var<storage, read_write> scores: array<f32>;     // [L, C, 2]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = gridIndex(invocation, groups);
  if place >= params.A * params.C * params.K * params.F {
    return;
  }
  let D = params.D;
  let f = place % params.F;
  let k = (place / params.F) % params.K;
  let c = (place / (params.F * params.K)) % params.C;
  let l = listed[place / (params.F * params.K * params.C)];
  if l == DONE {
    return;
  }
  let chunk = l * params.C + c;
  let at = (chunk * params.K + k) * params.F + f;
  let first = c * params.chunkLength;
  let end = min(params.N, first + params.chunkLength);
  let component = l * params.K + k;

  // f = 0 is the mass, then come the D means, then the lower half of the products row by row.
  let isProduct = f > D;
  var i = select(max(f, 1u) - 1u, 0u, isProduct);
  var j = i;
  if isProduct {
    j = f - 1u - D;
    while j > i {
      i++;
      j -= i;
    }
  }
  let a = center[component * D + i];
  let b = center[component * D + j];
  var sum = 0.0;
  for (var n = first; n < end; n++) {
    let row = (l * params.N + n) * D;
    var term = responsibility[component * params.N + n];
    if f > 0u {
      term *= points[row + i] - a;
    }
    if isProduct {
      term *= points[row + j] - b;
    }
    sum += term;
  }
  sums[at] = sum;

  if k == 0u && f == 0u {
    var all = 0.0;
    var mass = 0.0;
    for (var n = first; n < end; n++) {
      all += score[l * params.N + n];
      var own = 1.0;
      if params.W > 0u {
        own = presence[l * params.N + n];
      }
      mass += own;
    }
    scores[2u * chunk] = all;
    scores[2u * chunk + 1u] = mass;
  }
}
