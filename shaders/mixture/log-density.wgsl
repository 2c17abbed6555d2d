// mixture/log-density — the logarithm of a mixture's density at every point.
//
//   logDensity[l, n] = ln Σ_k e^(logScale[r, k] - ½ |inverse[r, k] (x - center[r, k])|²)
//                      - Σ_d logDeviation[l, d]        x = points[l, n]
//
// Axes      L lineages · N points · D dimensions · K components · R mixtures: L, or 1 for all
// Units     points and centers in the coordinates of a frame with these deviations; the density is
//           per data unit
// Grid      one invocation per (l, n)
// Close     2 · 10⁻⁶ of the squared distance from the component that is nearest
// Twin      src/kernels/mixture/log-density.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  D: u32,
  K: u32,
  R: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;             // [L, N, D]
@group(0) @binding(2) var<storage, read> center: array<f32>;             // [R, K, D]
@group(0) @binding(3) var<storage, read> inverse: array<f32>;            // [R, K, D, D]
@group(0) @binding(4) var<storage, read> logScale: array<f32>;           // [R, K]
@group(0) @binding(5) var<storage, read> logDeviation: array<f32>;       // [L, D]
@group(0) @binding(6) var<storage, read_write> logDensity: array<f32>;   // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.N {
    return;
  }
  let D = params.D;
  let l = at / params.N;
  let table = select(l, 0u, params.R == 1u) * params.K;

  // Σ e^term as e^largest · sum, from the first component on
  var largest = LOG_ZERO;
  var sum = 0.0;
  for (var component = table; component < table + params.K; component++) {
    var square = 0.0;
    for (var i = 0u; i < D; i++) {
      var y = 0.0;
      for (var j = 0u; j <= i; j++) {
        y += inverse[(component * D + i) * D + j]
          * (points[at * D + j] - center[component * D + j]);
      }
      square += y * y;
    }
    let term = logScale[component] - 0.5 * square;
    if term > largest {
      sum = sum * exponential(max(largest - term, -100.0)) + 1.0;
      largest = term;
    } else {
      sum += exponential(max(term - largest, -100.0));
    }
  }
  var jacobian = 0.0;
  for (var d = 0u; d < D; d++) {
    jacobian += logDeviation[l * D + d];
  }
  logDensity[at] = max(LOG_ZERO, largest + logarithm(sum) - jacobian);
}
