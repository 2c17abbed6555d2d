// categorical/group-shares — what share of a distribution each group of categories has, and of its
// members those that are alive.
//
//   shares[l, g, 0] = tallies[l, g, 0] / Σ of all groups
//   shares[l, g, 1] = tallies[l, g, 1] / members of g
//   shares[l, g, 2] = tallies[l, g, 2] / rarest members of g
//
// The members of a group stand from ends[g - 1, 1], or 0, to ends[g, 1], the rarest from ends[g, 0]
// on; neither are none. Where nothing is counted, all shares are 0.
//
// Axes      L lineages · G groups
// Grid      one invocation per (l, g)
// Close     10⁻⁶ relative
// Twin      src/kernels/categorical/group-shares.ts

#import grid

struct Params {
  L: u32,
  G: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tallies: array<u32>;         // [L, G, 3], see group-counts
@group(0) @binding(2) var<storage, read> ends: array<u32>;            // [G, 2], ascending
@group(0) @binding(3) var<storage, read_write> shares: array<f32>;    // [L, G, 3]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.G {
    return;
  }
  let l = i / params.G;
  let g = i - l * params.G;
  var all = 0u;
  for (var other = 0u; other < params.G; other++) {
    all += tallies[3u * (l * params.G + other)];
  }
  let first = select(ends[2u * max(g, 1u) - 1u], 0u, g == 0u);
  let end = ends[2u * g + 1u];
  shares[3u * i] = f32(tallies[3u * i]) / f32(max(all, 1u));
  shares[3u * i + 1u] = f32(tallies[3u * i + 1u]) / f32(end - first);
  shares[3u * i + 2u] = f32(tallies[3u * i + 2u]) / f32(end - ends[2u * g]);
}
