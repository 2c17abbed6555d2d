// categorical/blend — two distributions over the same categories, mixed in given shares.
//
//   counts[l, k] = ⌊SCALE (a first[r, k] / firstTotals[r] + b second[r, k] / secondTotals[r])⌉      a + b = 1
//
// What is alive in either keeps at least one count.
//
// Axes      L lineages · K categories · R, S rows of the first and the second: L or, shared by all, 1
// Units     2⁻³² of the probability; a row sums to less than 2³²
// Grid      one invocation per (l, k)
// Close     3 · 10⁻⁷ relative, and a half
// Twin      src/kernels/categorical/blend.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  R: u32,
  S: u32,
  firstShare: f32,
  secondShare: f32,
}

// As in categorical/quantize: room for 2¹⁶ categories that are lifted to 1.
const SCALE = 4294705152.0;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> first: array<u32>;           // [R, K]
@group(0) @binding(2) var<storage, read> firstTotals: array<u32>;     // [R]
@group(0) @binding(3) var<storage, read> second: array<u32>;          // [S, K]
@group(0) @binding(4) var<storage, read> secondTotals: array<u32>;    // [S]
@group(0) @binding(5) var<storage, read_write> counts: array<u32>;    // [L, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.K {
    return;
  }
  let l = i / params.K;
  let k = i - l * params.K;
  let r = select(l, 0u, params.R == 1u);
  let s = select(l, 0u, params.S == 1u);
  let one = first[r * params.K + k];
  let other = second[s * params.K + k];
  let p = params.firstShare * (f32(one) / f32(firstTotals[r]))
    + params.secondShare * (f32(other) / f32(secondTotals[s]));
  counts[i] = max(min(one + other, 1u), u32(SCALE * p + 0.5));
}
