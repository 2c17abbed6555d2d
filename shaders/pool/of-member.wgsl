// pool/of-member — the lineages of one member of an ecosystem, of numbers that all lineages have.
//
//   chosen[l] = values[l] where the own number of l is `member` modulo `members`
//
// By the own number, so that a lineage is the same alone and in company.
//
// Axes      L lineages · W numbers of each
// Grid      one invocation per (l, w)
// Exact
// Twin      src/kernels/pool/of-member.ts

#import grid

struct Params {
  L: u32,
  W: u32,
  member: u32,
  members: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // [L, 2], own number second
@group(0) @binding(2) var<storage, read> values: array<f32>;         // [L, W]
@group(0) @binding(3) var<storage, read_write> chosen: array<f32>;   // [L, W]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.W {
    return;
  }
  if keys[i / params.W].y % params.members == params.member {
    chosen[i] = values[i];
  }
}
