// math/exponential — e^x without the bias of the built-in, which may be off by 2⁻²¹ and more.
//
// Software adapters spend as much on any one of `max`, `clamp`, `round`, `ldexp` and a shift as on the
// whole polynomial: they look for what is no number, or go lane by lane.
//
// Close     2 · 10⁻⁷ relative for -87 ≤ x ≤ 88; 0 below -88, the value at 88 above
// Source    Cephes expf.c (range reduction and coefficients)
// Twin      Math.exp

fn exponential(exponent: f32) -> f32 {
  return decay(select(exponent, 88.0, exponent > 88.0));
}

// The same for who knows that the exponent is 88 at most.
fn decay(exponent: f32) -> f32 {
  let x = select(exponent, -88.0, exponent < -88.0);
  let n = floor(x * 1.44269504088896341 + 0.5);
  // ln 2 in two parts, the first exact in few bits
  let r = (x - n * 0.693359375) + n * 2.12194440e-4;
  var p = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  // 2^n by its bits, which are 0 for n = -127: the last of 3 · 2²² + n + 127 are those of n + 127
  let power = bitcast<f32>(bitcast<u32>(n + 12583039.0) * 0x800000u);
  return (r * r * p + r + 1.0) * power;
}
