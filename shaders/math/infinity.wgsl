// math/infinity — minus infinity, which WGSL has no literal for.
//
// Only to be stored: a compiler may assume that arithmetic never meets it.
//
// Twin      -Infinity

fn minusInfinity() -> f32 {
  var bits = 0xff800000u;  // a variable, since a constant expression may not be infinite
  return bitcast<f32>(bits);
}
