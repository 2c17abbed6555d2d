// math/logarithm-tail — what of ln(1 + f) is left beyond its first two terms, over f³.
//
//   ln(1 + f) = f - f² / 2 + f³ · logarithmTail(f)        1 + f between √½ and √2
//
// Close     10⁻⁷ of the logarithm
// Source    Cephes logf.c (coefficients)
// Twin      none of its own: see math/logarithm and random/normal

fn logarithmTail(f: f32) -> f32 {
  var p = 7.0376836292e-2;
  p = p * f - 1.1514610310e-1;
  p = p * f + 1.1676998740e-1;
  p = p * f - 1.2420140846e-1;
  p = p * f + 1.4249322787e-1;
  p = p * f - 1.6668057665e-1;
  p = p * f + 2.0000714765e-1;
  p = p * f - 2.4999993993e-1;
  p = p * f + 3.3333331174e-1;
  return p;
}
