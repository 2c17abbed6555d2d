// categorical/group-counts — how often the members of each group occur, and how many do at all.
//
//   tallies[l, g, 0] += Σ_{k in g} counts[l, k]
//   tallies[l, g, 1] += living members of g
//   tallies[l, g, 2] += living members among its rarest
//
// The members of a group stand from ends[g - 1, 1], or 0, to ends[g, 1], the rarest from ends[g, 0]
// on; no group is empty.
//
// Axes      L lineages · K categories · M members of groups · G groups
// Grid      one invocation per (l, run of RUN members)
// Exact     integers, so the order of the atomics does not matter
// Twin      src/kernels/categorical/group-counts.ts

#import grid

override RUN: u32;

struct Params {
  L: u32,
  K: u32,
  M: u32,
  G: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;                   // [L, K], Σ < 2³²
@group(0) @binding(2) var<storage, read> members: array<u32>;                  // [M], below K, none twice
@group(0) @binding(3) var<storage, read> ends: array<u32>;                     // [G, 2], the last is M
@group(0) @binding(4) var<storage, read_write> tallies: array<atomic<u32>>;    // [L, G, 3], zeroed

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let runs = (params.M + RUN - 1u) / RUN;
  let i = gridIndex(invocation, groups);
  if i >= params.L * runs {
    return;
  }
  let l = i / runs;
  let first = (i - l * runs) * RUN;
  var g = 0u;
  for (; ends[2u * g + 1u] <= first; g++) {
  }
  var tally = vec3u();
  for (var m = first; m < min(first + RUN, params.M); m++) {
    let count = counts[l * params.K + members[m]];
    let alive = min(count, 1u);
    tally += vec3u(count, alive, select(0u, alive, m >= ends[2u * g]));
    let end = ends[2u * g + 1u];
    if m + 1u == min(min(first + RUN, params.M), end) {
      let at = 3u * (l * params.G + g);
      atomicAdd(&tallies[at], tally.x);
      atomicAdd(&tallies[at + 1u], tally.y);
      atomicAdd(&tallies[at + 2u], tally.z);
      tally = vec3u();
      g += select(0u, 1u, m + 1u == end);
    }
  }
}
