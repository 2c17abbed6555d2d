// decoding/trace — the new tokens of every row so far, and the rows that its beam came through.
//
//   history[r, s] = log[s, b_s].token,  ancestors[r, s] = b_s        b_(s-1) = log[s, b_s].parent
//
// b starts as r at the newest token. Beams change places at every token, but what was logged stays:
// so nothing has to be moved, and the key of token s lies where row b_s wrote it.
//
// Axes      L lineages · R rows, the beams of a text side by side · T new tokens
// Grid      one invocation per (l, r)
// Exact     yes
// Twin      src/kernels/decoding/trace.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  T: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;            // [1], new tokens so far
@group(0) @binding(2) var<storage, read> log: array<vec2u>;            // [L, T, R, 2] token, parent
@group(0) @binding(3) var<storage, read_write> ancestors: array<u32>;  // [L, R, T]
@group(0) @binding(4) var<storage, read_write> history: array<u32>;    // [L, R, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.R {
    return;
  }
  let l = i / params.R;
  var row = i - l * params.R;
  for (var s = min(clock[0], params.T); s > 0u; s--) {
    let entry = log[(l * params.T + s - 1u) * params.R + row];
    ancestors[i * params.T + s - 1u] = row;
    history[i * params.T + s - 1u] = entry.x;
    row = entry.y;
  }
}
