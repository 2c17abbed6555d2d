// math/infinity — the infinities, which WGSL has no literals for.
//
// Only to be stored: a compiler may assume that arithmetic never meets it.
//
// Twin      Infinity and -Infinity

fn minusInfinity() -> f32 {
  var bits = 0xff800000u;  // a variable, since a constant expression may not be infinite
  return bitcast<f32>(bits);
}

fn plusInfinity() -> f32 {
  var bits = 0x7f800000u;
  return bitcast<f32>(bits);
}

// Beyond these the square of a deviation, given as logarithm, or of a length is infinite in f32.
const LARGEST_LOG_DEVIATION = 44.361419;
const LARGEST_LENGTH = 1.8446743e19;
