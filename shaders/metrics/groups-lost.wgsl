// metrics/groups-lost — how many groups have fewer samples than they should at least.
//
//   lost[l] = number of g with Σ_c counts[l, g, c] < least[g]
//
// Axes      L lineages · G groups · C cells of a group
// Grid      one invocation per l
// Exact     integers
// Twin      src/kernels/metrics/groups-lost.ts

#import grid

struct Params {
  L: u32,
  G: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;        // [L, G, C]
@group(0) @binding(2) var<storage, read> least: array<u32>;         // [G]
@group(0) @binding(3) var<storage, read_write> lost: array<f32>;    // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var count = 0u;
  for (var g = 0u; g < params.G; g++) {
    var own = 0u;
    for (var c = 0u; c < params.C; c++) {
      own += counts[(l * params.G + g) * params.C + c];
    }
    count += select(0u, 1u, own < least[g]);
  }
  lost[l] = f32(count);
}
