// categorical/range-shares — what share of a distribution lies in each range of categories, and how
// much of the range is alive.
//
//   shares[l, g, 0] = Σ counts[l, k] / totals[l]        shares[l, g, 1] = alive categories, by all
//
// k from ends[g - 1], or 0, to ends[g].
//
// Axes      L lineages · K categories · G ranges
// Grid      one invocation per (l, g)
// Close     10⁻⁶ relative
// Twin      src/kernels/categorical/range-shares.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  G: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;           // [L, K]
@group(0) @binding(2) var<storage, read> totals: array<u32>;           // [L]
@group(0) @binding(3) var<storage, read> ends: array<u32>;             // [G], ascending, at most K
@group(0) @binding(4) var<storage, read_write> shares: array<f32>;     // [L, G, 2]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.G {
    return;
  }
  let l = i / params.G;
  let g = i - l * params.G;
  let first = select(ends[max(g, 1u) - 1u], 0u, g == 0u);
  var sum = 0u;
  var alive = 0u;
  for (var k = first; k < ends[g]; k++) {
    let count = counts[l * params.K + k];
    sum += count;
    alive += min(count, 1u);
  }
  shares[2u * i] = f32(sum) / f32(totals[l]);
  shares[2u * i + 1u] = f32(alive) / f32(max(ends[g] - first, 1u));
}
