// math/exponential — e^x without the bias of the built-in, which may be off by 2⁻²¹ and more.
//
// Close     2 · 10⁻⁷ relative for -87 ≤ x ≤ 88; 0 below, the value at 88 above
// Source    Cephes expf.c (range reduction and coefficients)
// Twin      Math.exp

fn exponential(exponent: f32) -> f32 {
  if exponent < -87.0 {
    return 0.0;
  }
  let x = min(exponent, 88.0);
  let n = round(x * 1.44269504088896341);
  // ln 2 in two parts, the first exact in few bits
  let r = (x - n * 0.693359375) + n * 2.12194440e-4;
  var p = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  return ldexp(r * r * p + r + 1.0, i32(n));
}
