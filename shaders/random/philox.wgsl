// random/philox — Philox4x32-10: four random words for every address, without any state.
//
//   words = Philox(counter = (index, draw, step, generation · 2⁸ + stream), key = (seed, lineage))
//
// Written without shifts: an adapter that runs on a processor does them lane by lane, which would
// take longer than everything else together.
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

// High and low word of a 32 × 32 bit product. Philox itself, whose factors are constants, is faster.
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

const PHILOX_WEYL = vec2u(0x9e3779b9u, 0xbb67ae85u);
const PHILOX_MULTIPLIER = vec2u(0xd2511f53u, 0xcd9e8d57u);
// The multipliers are 2³² + 2¹⁶ HIGH + LOW, in two's complement.
const PHILOX_HIGH = vec2u(0xffffd251u, 0xffffcd9fu);
const PHILOX_LOW = vec2u(0x00001f53u, 0xffff8d57u);
// 2¹⁵ - (LOW + 1) BIAS and (MULTIPLIER - 2³² - 1) / 2 - (HIGH + 1) BIAS, as philoxHigh needs them
const PHILOX_MIDDLE = vec2u(0xef008000u, 0x22008000u);
const PHILOX_UPPER = vec2u(0xbea88fa9u, 0x9ecf46abu);

// ⌊x / 2¹⁶⌋ + BIAS for x as i32. Floats near 1.5 · 2³⁹ are 2¹⁶ apart, so in their bits 2¹⁶ counts as
// one; BIAS = 0x53400000 are those of 1.5 · 2³⁹ itself. Every step is exact.
fn biasedUpper(x: vec2u) -> vec2u {
  return bitcast<vec2u>(vec2f(bitcast<vec2i>(x & vec2u(0xffff0000u))) + 0x1.8p39f);
}

// The high words of the multipliers times b. With b = 2³¹ + 2¹⁶ high + low and high signed, no sum
// of partial products leaves i32; what 2³¹ and the biases add is in the constants.
fn philoxHigh(b: vec2u) -> vec2u {
  let centred = b ^ vec2u(0x80000000u);
  let low = centred & vec2u(0xffffu);
  let high = biasedUpper(centred);
  let lowest = biasedUpper(PHILOX_LOW * low);
  let middle = PHILOX_HIGH * low + PHILOX_LOW * high + lowest + PHILOX_MIDDLE;
  return PHILOX_HIGH * high + biasedUpper(middle) + b + PHILOX_UPPER;
}

fn philoxRound(counter: vec4u, key: vec2u) -> vec4u {
  let high = philoxHigh(counter.xz);
  let low = PHILOX_MULTIPLIER * counter.xz;
  return vec4u(high.y ^ counter.y ^ key.x, low.y, high.x ^ counter.w ^ key.y, low.x);
}

fn philox(counter: vec4u, startKey: vec2u) -> vec4u {
  var key = startKey;
  var words = philoxRound(counter, key);
  // unrolled: a loop would carry six words through memory
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  key += PHILOX_WEYL;
  words = philoxRound(words, key);
  return words;
}

// The first draw of the first step at an index.
fn randomAddress(key: vec2u, stream: u32, generation: u32, index: u32) -> RandomAddress {
  return RandomAddress(key, stream, generation, 0u, index, 0u);
}

fn randomBits(at: RandomAddress) -> vec4u {
  let counter = vec4u(at.index, at.draw, at.step, at.generation * 256u + at.stream);
  return philox(counter, at.key);
}
