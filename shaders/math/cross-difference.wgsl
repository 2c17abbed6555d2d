// math/cross-difference — a b - c d of u32, rounded once at the end.
//
// The difference of two fractions a / d - c / b is this over b d: the integers cancel exactly,
// where the rounded fractions would leave nothing but their error.
//
// Close     2⁻²³ relative
// Twin      the formula in integers of any length

#import random/philox

fn crossDifference(a: u32, b: u32, c: u32, d: u32) -> f32 {
  let ab = multiplyWide(a, b);
  let cd = multiplyWide(c, d);
  let negative = ab.x < cd.x || (ab.x == cd.x && ab.y < cd.y);
  let larger = select(ab, cd, negative);
  let smaller = select(cd, ab, negative);
  let high = larger.x - smaller.x - select(0u, 1u, larger.y < smaller.y);
  let low = larger.y - smaller.y;
  let size = f32(high) * 0x1p+32f + f32(low);
  return select(size, -size, negative);
}
