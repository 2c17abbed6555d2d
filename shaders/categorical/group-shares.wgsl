// categorical/group-shares — what share of a distribution each group of categories has, and how many
// of its members are alive.
//
//   shares[l, g, 0] = Σ_{k in g} counts[l, k] / Σ of all groups
//   shares[l, g, 1] = living members of g, by all
//   shares[l, g, 2] = living members among its rarest, by those
//
// The members of a group stand from ends[g - 1, 1], or 0, to ends[g, 1], the rarest from ends[g, 0]
// on; no group and no list of rarest is empty. Where nothing is counted, all shares are 0.
//
// Axes      L lineages · K categories · M members of groups · G groups
// Grid      one invocation per l
// Close     10⁻⁶ relative
// Twin      src/kernels/categorical/group-shares.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  M: u32,
  G: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;          // [L, K], Σ < 2³²
@group(0) @binding(2) var<storage, read> members: array<u32>;         // [M], below K, no number twice
@group(0) @binding(3) var<storage, read> ends: array<u32>;            // [G, 2], ascending, at most M
@group(0) @binding(4) var<storage, read_write> shares: array<f32>;    // [L, G, 3]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var all = 0u;
  for (var m = 0u; m < params.M; m++) {
    all += counts[l * params.K + members[m]];
  }
  var first = 0u;
  for (var g = 0u; g < params.G; g++) {
    let rarest = ends[2u * g];
    let end = ends[2u * g + 1u];
    var sum = 0u;
    var alive = 0u;
    var aliveRarest = 0u;
    for (var m = first; m < end; m++) {
      let count = counts[l * params.K + members[m]];
      sum += count;
      alive += min(count, 1u);
      aliveRarest += select(0u, min(count, 1u), m >= rarest);
    }
    let at = 3u * (l * params.G + g);
    shares[at] = f32(sum) / f32(max(all, 1u));
    shares[at + 1u] = f32(alive) / f32(end - first);
    shares[at + 2u] = f32(aliveRarest) / f32(end - rarest);
    first = end;
  }
}
