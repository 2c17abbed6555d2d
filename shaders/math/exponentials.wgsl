// math/exponentials — math/exponential of four numbers.
//
// One after the other, so that a software adapter has registers for what is between.

#import math/exponential

fn exponentials(x: vec4f) -> vec4f {
  return vec4f(exponential(x.x), exponential(x.y), exponential(x.z), exponential(x.w));
}

fn decays(x: vec4f) -> vec4f {
  return vec4f(decay(x.x), decay(x.y), decay(x.z), decay(x.w));
}
