// training/sum-groups — adds GROUP neighbours into one, in their order.
//
//   groups[l, g] = Σ sums[l, GROUP g … GROUP (g + 1) - 1]
//
// Axes      L lineages · S sums · G groups of them
// Grid      one invocation per (l, g)
// Close     10⁻⁶ relative for terms of one sign
// Twin      src/kernels/training/sum-groups.ts

#import grid

override GROUP: u32;

struct Params {
  L: u32,
  S: u32,
  G: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<f32>;           // [L, S]
@group(0) @binding(2) var<storage, read_write> groups: array<f32>;   // [L, G], G = ⌈S / GROUP⌉

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(global_invocation_id) invocation: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = gridIndex(invocation, workgroups);
  if i >= params.L * params.G {
    return;
  }
  let l = i / params.G;
  let s = (i - l * params.G) * GROUP;
  var sum = 0.0;
  for (var j = s; j < min(s + GROUP, params.S); j++) {
    sum += sums[l * params.S + j];
  }
  groups[i] = sum;
}
