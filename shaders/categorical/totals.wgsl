// categorical/totals — the sum of every row of counts, from the sums of its chunks.
//
// Axes      R distributions · C chunks
// Grid      one invocation per r
// Exact     integers; a row sums to less than 2³²
// Twin      src/kernels/categorical/totals.ts

#import grid

struct Params {
  R: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<u32>;            // [R, C]
@group(0) @binding(2) var<storage, read_write> totals: array<u32>;    // [R]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let r = gridIndex(invocation, groups);
  if r >= params.R {
    return;
  }
  var total = 0u;
  for (var c = 0u; c < params.C; c++) {
    total += sums[r * params.C + c];
  }
  totals[r] = total;
}
