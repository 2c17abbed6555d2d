// grammar/sample — N windows of T tokens per lineage out of the endless text of a grammar.
//
// The text is sentences by rules drawn in proportion to their probabilities, each ended by token 0.
// A window begins anywhere: a place is drawn evenly from 0 … longest - 1, and where the sentence has
// no such place, the next one is tried. So sentences are cut in proportion to their lengths.
//
// Axes      L lineages · N windows per lineage · T tokens · R sets of probabilities: L, or 1
//           S symbols · G rules of all symbols · P parts of all rules
// Random    index n, step = sentence; word 0 is the place, word e the e-th rule, four to a draw
// Grid      one invocation per (l, n)
// Exact     probabilities to 2⁻³², and bit for bit as the twin
// Source    this project
// Twin      src/kernels/grammar/sample.ts

#import grid
#import random/philox

const MOST_OPEN = 64u;  // src/text/grammar/tables.ts
const NOWHERE = 0xffffffffu;

struct Params {
  L: u32,
  N: u32,
  T: u32,
  R: u32,
  S: u32,
  G: u32,
  P: u32,
  start: u32,
  longest: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2]
@group(0) @binding(2) var<storage, read> symbols: array<vec2u>;      // [S, 2] first rule, end
@group(0) @binding(3) var<storage, read> rules: array<vec2u>;        // [G, 2] first part, end
@group(0) @binding(4) var<storage, read> parts: array<u32>;          // [P] 2 token, or 2 symbol + 1
@group(0) @binding(5) var<storage, read> thresholds: array<u32>;     // [R, G]
@group(0) @binding(6) var<storage, read_write> texts: array<u32>;    // [L, N, T]

// The first rule of a symbol whose threshold is not below the bits, nor 0: such a one is never used.
fn ruleOf(symbol: u32, bits: u32, row: u32) -> u32 {
  var first = symbols[symbol].x;
  var last = symbols[symbol].y - 1u;
  while first < last {
    let middle = (first + last) / 2u;
    if thresholds[row + middle] >= max(bits, 1u) {
      last = middle;
    } else {
      first = middle + 1u;
    }
  }
  return first;
}

// The length of a sentence. What stands at `skip` or later is written from `into` up to `end`.
fn sentence(address: RandomAddress, row: u32, skip: u32, into: u32, end: u32) -> u32 {
  var at = address;
  var bits = randomBits(at);
  var drawn = 0u;
  var open = array<u32, MOST_OPEN>();
  open[0] = 2u * params.start + 1u;
  var size = 1u;
  var length = 0u;
  while size > 0u {
    size--;
    let part = open[size];
    if (part & 1u) == 0u {
      if length >= skip && into + length - skip < end {
        texts[into + length - skip] = part >> 1u;
      }
      length++;
      continue;
    }
    drawn++;
    if (drawn & 3u) == 0u {
      at.draw = drawn >> 2u;
      bits = randomBits(at);
    }
    let rule = rules[ruleOf(part >> 1u, bits[drawn & 3u], row)];
    for (var i = rule.y; i > rule.x; i--) {
      open[min(size, MOST_OPEN - 1u)] = parts[i - 1u];
      size++;
    }
  }
  if length >= skip && into + length - skip < end {
    texts[into + length - skip] = 0u;
  }
  return length + 1u;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let row = min(l, params.R - 1u) * params.G;
  var at = randomAddress(keys[l], params.stream, params.generation, i - l * params.N);
  let end = (i + 1u) * params.T;
  var into = i * params.T;
  var skip = NOWHERE;  // until a sentence is found that has the place
  while into < end {
    let length = sentence(at, row, skip, into, end);
    if skip == NOWHERE {
      let place = multiplyWide(randomBits(at).x, params.longest).x;
      if place < length {
        skip = place;  // and the same once more
        continue;
      }
    } else {
      into += length - skip;
      skip = 0u;
    }
    at.step++;
  }
}
