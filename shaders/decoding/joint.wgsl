// decoding/joint — how many new tokens the beams of a text have in common.
//
//   joint[n] = the largest s ≤ clock with ancestors[r, s - 1] the same for all rows r of text n
//
// Beams that came through one row were one before it, so that they share all keys up to there.
//
// Axes      L lineages · N texts · R = N K rows · T new tokens
// Grid      one invocation per (l, n)
// Exact     yes
// Twin      src/kernels/decoding/joint.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  T: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1], new tokens so far
@group(0) @binding(2) var<storage, read> ancestors: array<u32>;      // [L, R, T]
@group(0) @binding(3) var<storage, read_write> joint: array<u32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let beams = params.R / params.N;
  let first = i * beams * params.T;
  var count = clock[0];
  for (var beam = 1u; beam < beams; beam++) {
    let row = first + beam * params.T;
    while count > 0u && ancestors[row + count - 1u] != ancestors[first + count - 1u] {
      count--;
    }
  }
  joint[i] = count;
}
