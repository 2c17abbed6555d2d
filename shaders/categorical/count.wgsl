// categorical/count — how often every category occurs among the samples.
//
//   counts[l, k] = number of n < rows with values[l, n] = k        totals[l] = rows
//
// Neighbours that agree are added at once: late in a collapse all samples of a lineage are equal,
// and would queue for the same atomic.
//
// Axes      L lineages · N samples per lineage · K categories
// Grid      one invocation per (l, run of RUN neighbours)
// Exact     integers, so the order of the atomics does not matter
// Twin      src/kernels/categorical/count.ts

#import grid

override RUN: u32;

struct Params {
  L: u32,
  N: u32,
  K: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<u32>;                  // [L, N], below K
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;    // [L, K], zeroed
@group(0) @binding(3) var<storage, read_write> totals: array<u32>;            // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let runs = (params.N + RUN - 1u) / RUN;
  let i = gridIndex(invocation, groups);
  if i >= params.L * runs {
    return;
  }
  let l = i / runs;
  let first = (i - l * runs) * RUN;
  if first == 0u {
    totals[l] = params.rows;
  }
  var equal = 0u;
  for (var n = first; n < min(first + RUN, params.rows); n++) {
    let k = values[l * params.N + n];
    equal++;
    let next = n + 1u;
    if next == min(first + RUN, params.rows) || values[l * params.N + next] != k {
      atomicAdd(&counts[l * params.K + k], equal);
      equal = 0u;
    }
  }
}
