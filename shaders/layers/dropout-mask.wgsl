// layers/dropout-mask — by what dropout multiplies four neighbours: 0, or 1 / (1 - rate).
//
// Random    stream DROPOUT, index of the four within their lineage, draw = the layer's place
// Source    Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
// Twin      src/kernels/layers/dropout-mask.ts

#import random/philox
#import random/uniform

fn dropoutMask(at: RandomAddress, rate: f32) -> vec4f {
  let kept = uniformOf(randomBits(at)) >= vec4f(rate);
  return select(vec4f(0.0), vec4f(1.0 / (1.0 - rate)), kept);
}
