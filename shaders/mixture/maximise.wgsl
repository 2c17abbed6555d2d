// mixture/maximise — weight, center and covariance of each component from what the rows say of it.
//
//   root rootᵀ = Σ r x xᵀ / Σ r - shift shiftᵀ + leastVariance · 1        shift = Σ r x / Σ r
//
// No direction gets thinner than 10⁻⁵ of the pool: a component on a single row would have a
// likelihood without bound.
//
// Axes      L lineages · A places of active ones · D dimensions · K components · C chunks ·
//           F = 1 + D + D (D + 1) / 2 sums
// Units     those of the pool's frame
// Grid      one invocation per (a, k)
// Close     10⁻⁵
// Source    Dempster, Laird & Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x
// Twin      src/kernels/mixture/maximise.ts

#import grid
#import mixture/done
#import mixture/inverse-root

struct Params {
  L: u32,
  A: u32,
  D: u32,
  K: u32,
  C: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<f32>;             // [L, C, K, F]
@group(0) @binding(2) var<storage, read> leastVariance: array<f32>;    // [L]
@group(0) @binding(3) var<storage, read> listed: array<u32>;           // [A]
@group(0) @binding(4) var<storage, read_write> weight: array<f32>;     // [L, K]
@group(0) @binding(5) var<storage, read_write> center: array<f32>;     // [L, K, D]
@group(0) @binding(6) var<storage, read_write> root: array<f32>;       // [L, K, D, D]
@group(0) @binding(7) var<storage, read_write> inverse: array<f32>;    // [L, K, D, D]
@group(0) @binding(8) var<storage, read_write> logScale: array<f32>;   // [L, K]

const LEAST_PIVOT = 1e-10;

fn total(l: u32, k: u32, f: u32) -> f32 {
  var sum = 0.0;
  for (var c = 0u; c < params.C; c++) {
    sum += sums[((l * params.C + c) * params.K + k) * params.F + f];
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = gridIndex(invocation, groups);
  if place >= params.A * params.K {
    return;
  }
  let D = params.D;
  let k = place % params.K;
  let l = listed[place / params.K];
  if l == DONE {
    return;
  }
  let at = l * params.K + k;
  let mass = total(l, k, 0u);
  var all = 0.0;
  for (var other = 0u; other < params.K; other++) {
    all += total(l, other, 0u);
  }
  // A component that no row belongs to stays where it is, with the least of widths.
  let share = select(0.0, 1.0 / mass, mass > 1e-30);
  let own = select(0.0, mass / all, mass > 1e-30);
  weight[at] = own;

  // The shift lies in the first column of `inverse` until that is written.
  let start = at * D * D;
  for (var d = 0u; d < D; d++) {
    inverse[start + d * D] = share * total(l, k, 1u + d);
  }
  var f = 1u + D;
  for (var i = 0u; i < D; i++) {
    for (var j = 0u; j <= i; j++) {
      var entry = share * total(l, k, f) - inverse[start + i * D] * inverse[start + j * D];
      entry += select(0.0, leastVariance[l], i == j);
      f++;
      for (var m = 0u; m < j; m++) {
        entry -= root[start + i * D + m] * root[start + j * D + m];
      }
      if i == j {
        root[start + i * D + i] = sqrt(max(entry, LEAST_PIVOT));
      } else {
        root[start + i * D + j] = entry / root[start + j * D + j];
        root[start + j * D + i] = 0.0;
      }
    }
  }
  for (var d = 0u; d < D; d++) {
    center[at * D + d] += inverse[start + d * D];
  }
  invertRoot(at, D, own);
}
