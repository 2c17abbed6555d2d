// mixture/overlap — the integral of the product of two mixtures, by components of the first.
//
//   parts[l, k] = weight_k Σ_j otherWeight_j N(mean_k - otherMean_j; S_k + T_j)
//
// Axes      L lineages · K, J components · D dimensions, E = D + 1 · R, Q mixtures: L, or 1 for all
// Units     1 / data units to the power of D
// Grid      one invocation per (l, k)
// Close     10⁻⁵
// Source    the product of two Gaussians, integrated: Ahrendt 2005, The multivariate Gaussian
//           probability distribution, 5.2
// Twin      src/kernels/mixture/overlap.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  K: u32,
  J: u32,
  D: u32,
  E: u32,
  R: u32,
  Q: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weight: array<f32>;            // [R, K]
@group(0) @binding(2) var<storage, read> mean: array<f32>;              // [R, K, D]
@group(0) @binding(3) var<storage, read> root: array<f32>;              // [R, K, D, D], lower half
@group(0) @binding(4) var<storage, read> otherWeight: array<f32>;       // [Q, J]
@group(0) @binding(5) var<storage, read> otherMean: array<f32>;         // [Q, J, D]
@group(0) @binding(6) var<storage, read> otherRoot: array<f32>;         // [Q, J, D, D], lower half
@group(0) @binding(7) var<storage, read_write> scratch: array<f32>;     // [L, K, D, E]
@group(0) @binding(8) var<storage, read_write> parts: array<f32>;       // [L, K]

const LOG_TWO_PI = 1.8378770664093453;

// Of two roots, the entry of the sum of their covariances, over the squared `unit`.
fn entryOf(a: u32, b: u32, i: u32, j: u32, unit: f32) -> f32 {
  let D = params.D;
  var sum = 0.0;
  for (var m = 0u; m <= min(i, j); m++) {
    sum += (root[a + i * D + m] / unit) * (root[a + j * D + m] / unit);
    sum += (otherRoot[b + i * D + m] / unit) * (otherRoot[b + j * D + m] / unit);
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.K {
    return;
  }
  let D = params.D;
  let l = at / params.K;
  let k = at - l * params.K;
  let one = select(l, 0u, params.R == 1u) * params.K + k;
  let others = select(l, 0u, params.Q == 1u) * params.J;
  let E = params.E;
  let start = at * D * E;
  var total = 0.0;
  for (var other = others; other < others + params.J; other++) {
    // Squares of narrow widths leave what a float holds: lengths are counted in the wider one.
    let unit = max(root[one * D * D], otherRoot[other * D * D]);
    var square = 0.0;
    var log = 0.0;
    for (var i = 0u; i < D; i++) {
      let row = start + i * E;
      for (var j = 0u; j <= i; j++) {
        var entry = entryOf(one * D * D, other * D * D, i, j, unit);
        for (var m = 0u; m < j; m++) {
          entry -= scratch[row + m] * scratch[start + j * E + m];
        }
        if j < i {
          entry /= scratch[start + j * E + j];
        } else {
          entry = sqrt(max(entry, 1e-30));
        }
        scratch[row + j] = entry;
      }
      // Behind the root lies the offset in its coordinates.
      var y = (mean[one * D + i] - otherMean[other * D + i]) / unit;
      for (var m = 0u; m < i; m++) {
        y -= scratch[row + m] * scratch[start + m * E + D];
      }
      y /= scratch[row + i];
      scratch[row + D] = y;
      square += y * y;
      log += logarithm(scratch[row + i]) + logarithm(unit) + 0.5 * LOG_TWO_PI;
    }
    total += otherWeight[other] * exponential(max(-100.0, -0.5 * square - log));
  }
  parts[at] = weight[one] * total;
}
