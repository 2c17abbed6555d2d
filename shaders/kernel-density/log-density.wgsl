// kernel-density/log-density — the logarithm of the mean of a Gaussian kernel around every row.
//
//   logDensity[l, n] = logScale[l, 1] + ln (Σ_m w e^(-½ |inverse[l, 1] (x - points[l, m])|²) / Σ w)
//                      - Σ_d logDeviation[l, d]        x = queries[l, n], w = presence[l, m]
//
// Axes      L lineages · N queries · M rows · D dimensions · W presences: M, or 0 for all 1
// Units     queries and points in the coordinates of a frame with these deviations; the density is
//           per data unit
// Grid      one invocation per (l, n)
// Close     10⁻⁵, and 2 · 10⁻⁶ of the squared distance from the nearest row
// Twin      src/kernels/kernel-density/log-density.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  M: u32,
  D: u32,
  W: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> queries: array<f32>;            // [L, N, D]
@group(0) @binding(2) var<storage, read> points: array<f32>;             // [L, M, D]
@group(0) @binding(3) var<storage, read> presence: array<f32>;           // [L, W]
@group(0) @binding(4) var<storage, read> inverse: array<f32>;            // [L, 2, D, D]
@group(0) @binding(5) var<storage, read> logScale: array<f32>;           // [L, 2]
@group(0) @binding(6) var<storage, read> logDeviation: array<f32>;       // [L, D]
@group(0) @binding(7) var<storage, read_write> logDensity: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.N {
    return;
  }
  let D = params.D;
  let l = at / params.N;
  var largest = LOG_ZERO;
  var sum = 0.0;
  var mass = 0.0;
  for (var row = l * params.M; row < (l + 1u) * params.M; row++) {
    var own = 1.0;
    if params.W > 0u {
      own = presence[row];
    }
    mass += own;
    if own <= 0.0 {
      continue;
    }
    var square = 0.0;
    for (var i = 0u; i < D; i++) {
      var y = 0.0;
      for (var j = 0u; j <= i; j++) {
        y += inverse[((2u * l + 1u) * D + i) * D + j] * (queries[at * D + j] - points[row * D + j]);
      }
      square += y * y;
    }
    let term = -0.5 * square;
    if term > largest {
      sum = sum * exponential(max(largest - term, -100.0)) + own;
      largest = term;
    } else {
      sum += own * exponential(max(term - largest, -100.0));
    }
  }
  var jacobian = 0.0;
  for (var d = 0u; d < D; d++) {
    jacobian += logDeviation[l * D + d];
  }
  let log = logScale[2u * l + 1u] + largest + logarithm(sum) - logarithm(mass) - jacobian;
  logDensity[at] = max(LOG_ZERO, log);
}
