// layers/gelu — the Gaussian error linear unit in its tanh form, as a logistic function.
//
//   gelu(x) = x / (1 + exp(-2 u))        u = √(2/π) (x + 0.044715 x³)
//
// Close     10⁻⁶
// Source    Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2: ½ x (1 + tanh u)
// Twin      the formulas in double precision

#import math/exponential

const GELU_SLOPE = 1.5957691216057308;  // 2 √(2/π)
const GELU_CUBE = 0.044715;

// 1 / (1 + e^-x), which is ½ (1 + tanh(x / 2)); e^-x stays finite.
fn logistic(x: f32) -> f32 {
  return 1.0 / (1.0 + exponential(-x));
}

fn gelu(x: f32) -> f32 {
  return x * logistic(GELU_SLOPE * (x + GELU_CUBE * x * x * x));
}

fn geluSlope(x: f32) -> f32 {
  let share = logistic(GELU_SLOPE * (x + GELU_CUBE * x * x * x));
  return share + x * share * (1.0 - share) * GELU_SLOPE * (1.0 + 3.0 * GELU_CUBE * x * x);
}
