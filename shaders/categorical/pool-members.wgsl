// categorical/pool-members — the output of an ecosystem's models together, in equal shares.
//
//   pooled[l, k] = ⌊SCALE · mean over members of counts[j, k] / totals[j]⌉
//
// Every member has the distribution of its ecosystem. What is alive in one keeps at least one count.
//
// Axes      L lineages, `members` neighbours to an ecosystem · K categories
// Units     2⁻³² of the probability; a row sums to less than 2³²
// Grid      one invocation per (l, k)
// Close     3 · 10⁻⁷ relative, and a half
// Twin      src/kernels/categorical/pool-members.ts

#import grid

struct Params {
  L: u32,
  K: u32,
  members: u32,
}

// As in categorical/quantize: room for 2¹⁶ categories that are lifted to 1.
const SCALE = 4294705152.0;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;            // [L, K]
@group(0) @binding(2) var<storage, read> totals: array<u32>;            // [L]
@group(0) @binding(3) var<storage, read_write> pooled: array<u32>;      // [L, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.K {
    return;
  }
  let l = i / params.K;
  let k = i - l * params.K;
  let first = l - l % params.members;
  let end = min(first + params.members, params.L);
  var sum = 0.0;
  var alive = 0u;
  for (var j = first; j < end; j++) {
    let count = counts[j * params.K + k];
    alive |= min(count, 1u);
    sum += f32(count) / f32(totals[j]);
  }
  pooled[i] = max(alive, u32(SCALE * (sum / f32(end - first)) + 0.5));
}
