// training/sum-squares-fours — training/sum-squares where every row is made of whole fours.
//
//   sums[l, first + PARTS r + c] = Σ gradients²        over every PARTS-th four of row r, from c
//
// Axes      L lineages · P elements of the chunk per lineage · R rows of it · S partial sums
// Units     a row is (first element in lineage 0, elements to the next lineage, length, decays)
// Grid      one invocation per (l, r, c)
// Close     10⁻⁶ relative
// Twin      src/kernels/training/sum-squares-fours.ts

#import grid

override PARTS: u32;

struct Params {
  L: u32,
  R: u32,
  S: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> rows: array<vec4u>;         // [R, 4]
@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;    // [L, P]
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;     // [L, S]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let perLineage = params.R * PARTS;
  let i = gridIndex(invocation, groups);
  if i >= params.L * perLineage {
    return;
  }
  let l = i / perLineage;
  let rc = i - l * perLineage;
  let row = rows[rc / PARTS];
  let start = (row.x + l * row.y) / 4u;
  let length = row.z / 4u;
  var sum = vec4f(0.0);
  for (var four = rc % PARTS; four < length; four += PARTS) {
    sum += gradients[start + four] * gradients[start + four];
  }
  sums[l * params.S + params.first + rc] = (sum.x + sum.y) + (sum.z + sum.w);
}
