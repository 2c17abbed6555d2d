// random/philox — Philox4x32-10: four random words for every address, without any state.
//
//   words = Philox(counter = (index, draw, step, generation · 2⁸ + stream), key = (seed, lineage))
//
// Units     generation < 2²⁴, stream < 2⁸; every other field is a full u32
// Source    Salmon et al. 2011, doi:10.1145/2063384.2063405; known answers in tests/random
// Twin      src/random/philox.ts

struct RandomAddress {
  key: vec2u,  // (seed, the lineage's own number)
  stream: u32,
  generation: u32,
  step: u32,
  index: u32,
  draw: u32,
}

// High and low word of a 32 × 32 bit product.
fn multiplyWide(a: u32, b: u32) -> vec2u {
  let aLow = a & 0xffffu;
  let aHigh = a >> 16u;
  let bLow = b & 0xffffu;
  let bHigh = b >> 16u;
  let low = aLow * bLow;
  let middle = aHigh * bLow + (low >> 16u);  // at most 2³² - 2¹⁶
  let carry = aLow * bHigh + (middle & 0xffffu);
  return vec2u(aHigh * bHigh + (middle >> 16u) + (carry >> 16u), a * b);
}

fn philox(start: vec4u, startKey: vec2u) -> vec4u {
  var counter = start;
  var key = startKey;
  for (var round = 0u; round < 10u; round++) {
    let first = multiplyWide(0xd2511f53u, counter.x);
    let second = multiplyWide(0xcd9e8d57u, counter.z);
    counter = vec4u(
      second.x ^ counter.y ^ key.x,
      second.y,
      first.x ^ counter.w ^ key.y,
      first.y,
    );
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return counter;
}

fn randomBits(at: RandomAddress) -> vec4u {
  let counter = vec4u(at.index, at.draw, at.step, (at.generation << 8u) | at.stream);
  return philox(counter, at.key);
}
