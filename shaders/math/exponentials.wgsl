// math/exponentials — e^x of four numbers at once, as math/exponential.
//
// Close     2 · 10⁻⁷ relative for -87 ≤ x ≤ 88; 0 below, the value at 88 above
// Source    Cephes expf.c (range reduction and coefficients)
// Twin      Math.exp

fn exponentials(exponents: vec4f) -> vec4f {
  let x = clamp(exponents, vec4f(-87.0), vec4f(88.0));
  let n = round(x * 1.44269504088896341);
  // ln 2 in two parts, the first exact in few bits
  let r = (x - n * 0.693359375) + n * 2.12194440e-4;
  var p = 1.9875691500e-4 * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  // 2^n by its bits: n lies between -126 and 127
  let power = bitcast<vec4f>(vec4i((n + 127.0) * 0x1p+23f));
  return select((r * r * p + r + 1.0) * power, vec4f(0.0), exponents < vec4f(-87.0));
}
