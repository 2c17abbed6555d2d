// random/permutation — where a number below `count` goes in a random order, without storing the order.
//
//   (x, y) → (y, x xor F(y))        a Feistel network on 2b bits, eight rounds
//
// The network permutes the numbers below 2²ᵇ ≥ count; what lands beyond `count` goes through it again
// until it does not, which permutes those below. At most four rounds of the network in the mean.
//
// Units     count < 2³⁰; `first` and `second` are eight round keys, one block of random words each
// Close     exact
// Source    Black & Rogaway 2002, doi:10.1007/3-540-45760-7_9 (cycle walking); the finaliser of
//           MurmurHash3 as round function
// Twin      src/random/permutation.ts

// A hash of the word in which every bit depends on every bit.
fn mixed(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}

// Once through the network on 2b bits.
fn networked(i: u32, b: u32, first: vec4u, second: vec4u) -> u32 {
  let mask = (1u << b) - 1u;
  var x = i >> b;
  var y = i & mask;
  for (var round = 0u; round < 8u; round++) {
    let key = select(second, first, round < 4u)[round & 3u];
    let next = x ^ (mixed(y ^ key) & mask);
    x = y;
    y = next;
  }
  return (x << b) | y;
}

fn permuted(i: u32, count: u32, first: vec4u, second: vec4u) -> u32 {
  // half the bits of the largest number, rounded up
  let b = (33u - countLeadingZeros(max(count, 2u) - 1u)) / 2u;
  var at = networked(i, b, first, second);
  for (; at >= count;) {
    at = networked(at, b, first, second);
  }
  return at;
}
