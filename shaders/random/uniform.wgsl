// random/uniform — numbers evenly spread over (0, 1), never 0 and never 1.
//
// Close     exact
// Twin      src/random/uniform.ts

// The middle of one of 2²³ equal intervals.
fn uniformOf(bits: vec4u) -> vec4f {
  return (vec4f(bits >> vec4u(9u)) + 0.5) * 0x1p-23f;
}
