// mixture/inverse-root — what the density of one component needs, from its root.
//
//   inverse = root⁻¹        logScale = ln weight - Σ_d ln root_dd - D/2 ln 2π
//
// The density is e^(logScale - ½ |inverse (x - center)|²). To be imported where `root` and
// `inverse` [R, K, D, D] and `logScale` [R, K] are bound. A component without width has no density.
//
// Source    Golub & Van Loan, Matrix Computations, 4th ed., 3.1.1 (forward substitution)
// Twin      src/kernels/mixture/inverse-root.ts

#import math/logarithm

const HALF_LOG_TWO_PI = 0.9189385332046727;

fn invertRoot(component: u32, D: u32, weight: f32) {
  let start = component * D * D;
  var scale = logarithm(weight);
  for (var i = 0u; i < D; i++) {
    let pivot = root[start + i * D + i];
    scale -= logarithm(pivot) + HALF_LOG_TWO_PI;
    for (var j = 0u; j < D; j++) {
      var entry = select(0.0, 1.0, i == j);
      for (var k = j; k < i; k++) {
        entry -= root[start + i * D + k] * inverse[start + k * D + j];
      }
      inverse[start + i * D + j] = select(0.0, entry / pivot, j <= i && pivot > 0.0);
    }
  }
  logScale[component] = select(scale, LOG_ZERO, weight <= 0.0 || scale > 1e29);
}
