// pool/add-masses — the mass of two sets of samples together, from those of each. See pool/mass.
//
// Axes      L lineages
// Grid      one invocation per l
// Close     10⁻⁷ relative
// Twin      src/kernels/pool/add-masses.ts

#import grid

struct Params {
  L: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> first: array<f32>;        // [L, 3]
@group(0) @binding(2) var<storage, read> second: array<f32>;       // [L, 3]
@group(0) @binding(3) var<storage, read_write> both: array<f32>;   // [L, 3]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let at = 3u * l;
  both[at] = first[at] + second[at];
  both[at + 1u] = first[at + 1u] + second[at + 1u];
  both[at + 2u] = min(first[at + 2u], second[at + 2u]);
}
