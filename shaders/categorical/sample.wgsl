// categorical/sample — draw N categories per lineage, each with probability counts / total exactly.
//
//   samples[l, n] = the first k with cumulative[r, k] > v        v even over 0 … total - 1
//
// v is the high word of bits · total. The low word tells the few bits that would give some v more
// often than others, and those are drawn again (Lemire). Integers throughout: a category without a
// count can never be drawn, and a rare one is not distorted by the rounding of a running sum.
//
// Axes      L lineages · N samples per lineage · K categories
//           R distributions: L, or 1 that all lineages share
// Random    element e = n: index e / 4, one Philox block for four neighbours; draw counts retries
// Grid      one invocation per (l, block)
// Exact     in distribution, and bit for bit as the twin
// Source    Lemire 2019, doi:10.1145/3230636
// Twin      src/kernels/categorical/sample.ts

#import grid
#import random/philox

struct Params {
  L: u32,
  N: u32,
  R: u32,
  K: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;          // [L, 2]
@group(0) @binding(2) var<storage, read> cumulative: array<u32>;      // [R, K], the last is ≥ 1
@group(0) @binding(3) var<storage, read_write> samples: array<u32>;   // [L, N]

// The high words of four products; the low ones are plain products.
fn multiplyHigh(bits: vec4u, total: u32) -> vec4u {
  let bitsLow = bits & vec4u(0xffffu);
  let bitsHigh = bits >> vec4u(16u);
  let middle = bitsHigh * (total & 0xffffu) + ((bitsLow * (total & 0xffffu)) >> vec4u(16u));
  let carry = bitsLow * (total >> 16u) + (middle & vec4u(0xffffu));
  return bitsHigh * (total >> 16u) + (middle >> vec4u(16u)) + (carry >> vec4u(16u));
}

// For four v the first category of a row whose cumulative count is above it, bit by bit: how many
// categories end at or below v. Same steps for all, so that no lane waits for another.
fn categoriesOf(row: u32, v: vec4u) -> vec4u {
  var passed = vec4u(0u);
  for (var step = 1u << firstLeadingBit(params.K); step > 0u; step >>= 1u) {
    let next = passed + step;
    let at = row + min(next, vec4u(params.K)) - 1u;
    let upTo = vec4u(cumulative[at.x], cumulative[at.y], cumulative[at.z], cumulative[at.w]);
    passed = select(passed, next, upTo <= v);  // never past K: the last is above every v
  }
  return passed;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let blocks = (params.N + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * blocks {
    return;
  }
  let l = i / blocks;
  let block = i - l * blocks;
  let row = min(l, params.R - 1u) * params.K;
  let total = cumulative[row + params.K - 1u];
  let uneven = vec4u((0u - total) % total);  // 2³² mod total

  var at = randomAddress(keys[l], params.stream, params.generation, block);
  var bits = randomBits(at);
  while any(bits * total < uneven) {
    at.draw++;
    bits = select(bits, randomBits(at), bits * total < uneven);
  }
  let k = categoriesOf(row, multiplyHigh(bits, total));

  for (var e = 4u * block; e < min(4u * block + 4u, params.N); e++) {
    samples[l * params.N + e] = k[e & 3u];
  }
}
