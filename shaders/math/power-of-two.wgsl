// math/power-of-two — 2^x without the bias of the built-in, for x below 127.
//
// For those that can take their exponents as powers of two, and many of them: fewer steps than in
// math/exponential, and none that is dear where a processor plays the graphics card.
//
// Close     2 · 10⁻⁷ relative for x ≥ -126; 0 from -127 down, next to nothing in between
// Source    coefficients: the least largest relative error between -½ and ½, with 1 at 0
// Twin      2 ** x

fn powerOfTwo(exponent: f32) -> f32 {
  // Not `max`, which looks for what is no number.
  let x = select(-127.0, exponent, exponent > -127.0);
  // What is added leaves no bits for a fraction, so that the last ones are those of the nearest integer.
  let n = bitcast<i32>(x + 12582912.0) - 0x4b400000;
  let r = x - f32(n);
  var p = 1.326472725273e-3 * r + 9.671512785779e-3;
  p = p * r + 5.550733744471e-2;
  p = p * r + 2.402224208311e-1;
  p = p * r + 6.931469775977e-1;
  p = p * r + 1.0;
  return bitcast<f32>(bitcast<i32>(p) + n * 0x800000);
}
