// pool/choose-rows — rows of a pool that stand for all of it: systematic resampling by weight.
//
//   chosen[l, j] = the first p with cumulative[l, p] > ⌊(j · total + offset) / C⌋
//
// One random offset below the total shifts C points at equal distances over the running sum: a row of
// weight w is chosen ⌊C w / total⌋ times or once more, and C w / total times on average.
//
// Axes      L lineages · P rows of the pool · C rows to be chosen
// Units     the weights are those of pool/fixed-point
// Random    index 0, the first word
// Grid      one invocation per (l, j)
// Exact     bit for bit as the twin; the offset is even to 2⁻³² of the total
// Source    Kitagawa 1996, doi:10.1080/10618600.1996.10474692
// Twin      src/kernels/pool/choose-rows.ts

#import grid
#import random/philox

struct Params {
  L: u32,
  P: u32,
  C: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;          // [L, 2]
@group(0) @binding(2) var<storage, read> cumulative: array<u32>;      // [L, P], the last is ≥ 1
@group(0) @binding(3) var<storage, read_write> chosen: array<u32>;    // [L, C], below P

// ⌊x / divisor⌋ for x = 2³² high + low, where high < divisor < 2³¹: long division, bit by bit.
fn quotientOf(high: u32, low: u32, divisor: u32) -> u32 {
  var rest = high;
  var quotient = 0u;
  for (var bit = 0u; bit < 32u; bit++) {
    rest = (rest << 1u) | ((low >> (31u - bit)) & 1u);
    quotient = quotient << 1u;
    if rest >= divisor {
      rest -= divisor;
      quotient |= 1u;
    }
  }
  return quotient;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let row = l * params.P;
  let total = cumulative[row + params.P - 1u];
  let bits = randomBits(randomAddress(keys[l], params.stream, params.generation, 0u)).x;
  let offset = multiplyWide(bits, total).x;

  let steps = multiplyWide(i - l * params.C, total);
  let low = steps.y + offset;
  let high = steps.x + select(0u, 1u, low < offset);
  let point = quotientOf(high, low, params.C);

  var passed = 0u;
  var end = params.P;
  while passed < end {
    let middle = (passed + end) / 2u;
    if cumulative[row + middle] > point {
      end = middle;
    } else {
      passed = middle + 1u;
    }
  }
  chosen[i] = passed;
}
