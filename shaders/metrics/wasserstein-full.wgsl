// metrics/wasserstein-full — squared 2-Wasserstein distance of a Gaussian to independent Gaussians.
//
//   w2[l] = |mean - realMean|² + min over rotations Q of |R Q - A|²
//
// A = diag(e^logDeviation) · factor, R = diag(realDeviation). The columns of R A are made orthogonal
// by rotations from the right (one-sided Jacobi); then the best Q turns each of them into its own
// direction, and the distance is a sum of squares without cancellation.
//
// Axes      L lineages · D dimensions
// Units     data units²
// Grid      one invocation per l
// Source    Bures distance: Dowson & Landau 1982, doi:10.1016/0047-259X(82)90077-X;
//           rotations: Golub & Van Loan, Matrix Computations, 4th ed., 8.6.3
// Twin      src/kernels/metrics/wasserstein-full.ts

#import grid
#import math/exponential
#import math/infinity

struct Params {
  L: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mean: array<f32>;                // [L, D]
@group(0) @binding(2) var<storage, read> logDeviation: array<f32>;        // [L, D]
@group(0) @binding(3) var<storage, read> factor: array<f32>;              // [L, D, D]
@group(0) @binding(4) var<storage, read> realMean: array<f32>;            // [L, D]
@group(0) @binding(5) var<storage, read> realDeviation: array<f32>;       // [L, D], > 0
@group(0) @binding(6) var<storage, read_write> scratch: array<f32>;       // [L, D, D]
@group(0) @binding(7) var<storage, read_write> w2: array<f32>;            // [L]

const SWEEPS = 12u;

// Rotates columns p and q until they are orthogonal; tells whether they were not.
fn rotate(start: u32, p: u32, q: u32) -> bool {
  let D = params.D;
  var pp = 0.0;
  var qq = 0.0;
  var pq = 0.0;
  for (var row = start; row < start + D * D; row += D) {
    pp += scratch[row + p] * scratch[row + p];
    qq += scratch[row + q] * scratch[row + q];
    pq += scratch[row + p] * scratch[row + q];
  }
  if pq == 0.0 || abs(pq) <= 1e-7 * sqrt(pp) * sqrt(qq) {
    return false;
  }
  let tau = (qq - pp) / (2.0 * pq);
  let t = select(-1.0, 1.0, tau >= 0.0) / (abs(tau) + sqrt(1.0 + tau * tau));
  let c = 1.0 / sqrt(1.0 + t * t);
  for (var row = start; row < start + D * D; row += D) {
    let x = scratch[row + p];
    let y = scratch[row + q];
    scratch[row + p] = c * (x - t * y);
    scratch[row + q] = c * (t * x + y);
  }
  return true;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  let start = l * D * D;
  var sum = 0.0;
  var remaining = 0.0;  // of the real variance, along directions that the model has lost
  for (var i = 0u; i < D; i++) {
    let real = realDeviation[l * D + i];
    let offset = mean[l * D + i] - realMean[l * D + i];
    if logDeviation[l * D + i] > LARGEST_LOG_DEVIATION || abs(offset) > LARGEST_LENGTH {
      w2[l] = plusInfinity();
      return;
    }
    sum += offset * offset;
    remaining += real * real;
    let scale = real * exponential(logDeviation[l * D + i]);
    for (var j = 0u; j < D; j++) {
      scratch[start + i * D + j] = scale * factor[start + i * D + j];
    }
  }

  for (var sweep = 0u; sweep < SWEEPS; sweep++) {
    var turned = false;
    for (var p = 0u; p + 1u < D; p++) {
      for (var q = p + 1u; q < D; q++) {
        let did = rotate(start, p, q);
        turned = turned || did;
      }
    }
    if !turned {
      break;
    }
  }

  var lost = 0u;
  for (var j = 0u; j < D; j++) {
    var square = 0.0;
    for (var i = 0u; i < D; i++) {
      square += scratch[start + i * D + j] * scratch[start + i * D + j];
    }
    let length = sqrt(square);
    if length == 0.0 {
      lost++;
      continue;
    }
    for (var i = 0u; i < D; i++) {
      let real = realDeviation[l * D + i];
      let entry = scratch[start + i * D + j];
      let wanted = real * entry / length;
      let gap = wanted - entry / real;
      sum += gap * gap;
      remaining -= wanted * wanted;
    }
  }
  w2[l] = sum + select(0.0, max(0.0, remaining), lost > 0u);
}
