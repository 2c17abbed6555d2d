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

// The first category of a row whose cumulative count is above v.
fn categoryOf(row: u32, v: u32) -> u32 {
  var low = 0u;
  var high = params.K - 1u;
  while low < high {
    let middle = (low + high) / 2u;
    if cumulative[row + middle] > v {
      high = middle;
    } else {
      low = middle + 1u;
    }
  }
  return low;
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
  let uneven = (0u - total) % total;  // 2³² mod total

  var at = RandomAddress();
  at.key = keys[l];
  at.stream = params.stream;
  at.generation = params.generation;
  at.index = block;
  let bits = randomBits(at);

  for (var e = 4u * block; e < min(4u * block + 4u, params.N); e++) {
    var wide = multiplyWide(bits[e & 3u], total);
    at.draw = 0u;
    while wide.y < uneven {
      at.draw++;
      let again = randomBits(at);
      wide = multiplyWide(again[e & 3u], total);
    }
    samples[l * params.N + e] = categoryOf(row, wide.x);
  }
}
