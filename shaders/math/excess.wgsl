// math/excess — (1 + x) ln(1 + x) - x, without the cancellation near 0, where it is x² / 2.
//
// What a ratio 1 + x of probabilities adds to a divergence: never negative, 1 at x = -1.
//
// Close     10⁻⁶ relative for -1 ≤ x; below -1 as at -1
// Source    Taylor series Σ (-x)^n / (n (n - 1)), n from 2
// Twin      the formula in double precision

#import math/logarithm

fn excess(x: f32) -> f32 {
  if abs(x) >= 0.3 {
    let ratio = max(0.0, 1.0 + x);
    return ratio * logarithm(ratio) - x;
  }
  var p = 1.0 / 132.0;
  p = 1.0 / 110.0 - x * p;
  p = 1.0 / 90.0 - x * p;
  p = 1.0 / 72.0 - x * p;
  p = 1.0 / 56.0 - x * p;
  p = 1.0 / 42.0 - x * p;
  p = 1.0 / 30.0 - x * p;
  p = 1.0 / 20.0 - x * p;
  p = 1.0 / 12.0 - x * p;
  p = 1.0 / 6.0 - x * p;
  p = 0.5 - x * p;
  return x * x * p;
}
