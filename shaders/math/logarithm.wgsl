// math/logarithm — ln x without the bias of the built-in, which may be off by 2⁻²¹.
//
// WGSL lets a compiler assume that there are no infinities, so the logarithm of zero is a large
// finite number; whatever is at most LOG_ZERO counts as the logarithm of nothing.
//
// Close     10⁻⁷ relative, 10⁻⁷ absolute near 1
// Source    Cephes logf.c (range reduction and coefficients)
// Twin      Math.log

#import math/logarithm-tail

const LOG_ZERO = -1e30;

fn logarithm(x: f32) -> f32 {
  if x < 1.1754944e-38 {
    return LOG_ZERO;
  }
  let bits = bitcast<u32>(x);
  var e = f32(i32(bits >> 23u) - 126);
  var m = bitcast<f32>((bits & 0x007fffffu) | 0x3f000000u);  // between ½ and 1
  if m < 0.70710678 {
    m = m + m;
    e -= 1.0;
  }
  let f = m - 1.0;
  let ff = f * f;
  let p = logarithmTail(f);
  return e * 0.693359375 + (f + (f * ff * p - 0.5 * ff - e * 2.12194440e-4));
}
