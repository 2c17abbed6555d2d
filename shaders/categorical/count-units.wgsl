// categorical/count-units — how much weight every category has among the samples, in whole units.
//
//   counts[l, k] = Σ units[l, first + n] over n < rows with values[l, n] = k        totals[l] = Σ counts
//
// Adds to what is there. Neighbours that agree are added at once, as in categorical/count.
//
// Axes      L lineages · N samples of the segment · K categories · P rows of the pool
// Units     those of pool/fixed-point; a total fits a u32
// Grid      one invocation per (l, run of RUN neighbours)
// Exact     integers, so the order of the atomics does not matter
// Twin      src/kernels/categorical/count-units.ts

#import grid

override RUN: u32;

struct Params {
  L: u32,
  N: u32,
  K: u32,
  P: u32,
  first: u32,  // of the pool's rows, the first that belongs to the segment
  rows: u32,   // of the N, the first that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<u32>;                  // [L, N], below K
@group(0) @binding(2) var<storage, read> units: array<u32>;                   // [L, P]
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;    // [L, K]
@group(0) @binding(4) var<storage, read_write> totals: array<atomic<u32>>;    // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let runs = (params.N + RUN - 1u) / RUN;
  let i = gridIndex(invocation, groups);
  if i >= params.L * runs {
    return;
  }
  let l = i / runs;
  let start = (i - l * runs) * RUN;
  let end = min(start + RUN, params.rows);
  var all = 0u;
  var equal = 0u;
  for (var n = start; n < end; n++) {
    let k = values[l * params.N + n];
    let own = units[l * params.P + params.first + n];
    all += own;
    equal += own;
    let next = n + 1u;
    if equal > 0u && (next == end || values[l * params.N + next] != k) {
      atomicAdd(&counts[l * params.K + k], equal);
      equal = 0u;
    }
  }
  if all > 0u {
    atomicAdd(&totals[l], all);
  }
}
