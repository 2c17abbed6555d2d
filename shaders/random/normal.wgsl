// random/normal — four independent standard normals from one Philox block, by Box and Muller.
//
// The built-in cos, sin and log may be off by 2⁻¹¹ and 2⁻²¹, and their squares by a bias that
// compounds over generations exactly as collapse does, so polynomials stand in for all three.
//
// Close     within 10⁻⁵ of the twin; the variance over an even grid of bits within 10⁻⁸
// Source    Box & Muller 1958, doi:10.1214/aoms/1177706645; coefficients: Cephes sinf.c, logf.c
// Twin      src/random/normal.ts

#import math/logarithm-tail
#import random/philox

// A uniformly distributed point on the unit circle.
fn randomDirection(bits: u32) -> vec2f {
  // The low 30 bits turn by up to an eighth either way, the top two by whole quarters.
  let turn = (f32(i32(bits & 0x3fffff80u)) + 64.0) * 0x1p-30f - 0.5;
  let x = turn * 1.5707963267948966;
  let xx = x * x;
  let s = x + x * xx * (-1.6666654611e-1 + xx * (8.3321608736e-3 - xx * 1.9515295891e-4));
  let c = 1.0 - 0.5 * xx
    + xx * xx * (4.166664568298827e-2 + xx * (-1.388731625493765e-3 + xx * 2.443315711809948e-5));
  let odd = (bits & 0x40000000u) != 0u;
  let direction = bitcast<vec2u>(select(vec2f(c, s), vec2f(s, c), odd));
  // The cosine is negative in the second and third quarter: where the two top bits differ.
  return bitcast<vec2f>(direction ^ (vec2u(bits ^ (2u * bits), bits) & vec2u(0x80000000u)));
}

// -ln u for u = (bits + ½) · 2⁻³², without the rounding of u near 1.
fn negativeLogUniform(bits: u32) -> f32 {
  // Above √½ from the distance to 1, below from (1 + f) · 2^e with 1 + f between √½ and √2.
  let near = bits > 0xb504f333u;
  let n = select(bits, ~bits, near);
  // n + ½ in two parts, both exact, which meet again after 1 is taken off
  let upper = f32(n & 0xffff0000u);
  let lower = f32(i32(n & 0xffffu)) + 0.5;
  let exponent = (bitcast<u32>(upper + lower) - 0x3f3504f3u) & 0xff800000u;
  let scale = bitcast<f32>(0x3f800000u - exponent);
  let f = select((upper * scale - 1.0) + lower * scale, (upper + lower) * -0x1p-32f, near);
  let e = select(f32(bitcast<i32>(exponent)) * 0x1p-23f - 32.0, 0.0, near);

  let ff = f * f;
  let p = logarithmTail(f);
  // ln 2 in two parts, the first exact in few bits
  return 0.5 * ff - f * ff * p + e * 2.12194440e-4 - f - e * 0.693359375;
}

// The distance from the origin of a two-dimensional standard normal. At most 6.8.
fn randomRadius(bits: u32) -> f32 {
  return sqrt(2.0 * negativeLogUniform(bits));
}

fn randomNormal(at: RandomAddress) -> vec4f {
  let bits = randomBits(at);
  return vec4f(
    randomRadius(bits.x) * randomDirection(bits.y),
    randomRadius(bits.z) * randomDirection(bits.w),
  );
}
