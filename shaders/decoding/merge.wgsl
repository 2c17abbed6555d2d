// decoding/merge — the K best of all continuations of a text become its beams.
//
//   log[clock, n, k] = (token, row) of the k-th largest of values[r, c, j] over the rows r of text n
//   sums[n, k]       = that value; 0 where nothing is summed
//
// Of equal values the beam before, then the token that comes first in the vocabulary. Beams are
// ordered by their sums.
//
// Axes      L lineages · N texts · R rows, of which each text has R / N · C strands · K beams
//           Q = N K rows from now on · T new tokens
// Grid      one invocation per (l, n)
// Exact     yes
// Twin      src/kernels/decoding/merge.ts

#import grid

const NOTHING = -0x1p+127f;

struct Params {
  L: u32,
  N: u32,
  R: u32,
  C: u32,
  K: u32,
  Q: u32,
  T: u32,
  summed: u32,  // 1 keeps the values as sums, 0 forgets them
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1], new tokens so far
@group(0) @binding(2) var<storage, read> values: array<f32>;         // [L, R, C, K], each K descend
@group(0) @binding(3) var<storage, read> tokens: array<u32>;         // [L, R, C, K]
@group(0) @binding(4) var<storage, read_write> sums: array<f32>;     // [L, N, K]
@group(0) @binding(5) var<storage, read_write> log: array<vec2u>;    // [L, T, Q, 2] token, parent

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  let rows = params.R / params.N;
  let firstRow = (i - l * params.N) * rows;
  // What was taken last; everything before it in the order is taken too.
  var taken = 0x1p+127f;
  var takenAt = vec2u(0u);  // beam, token
  for (var k = 0u; k < params.K; k++) {
    var best = NOTHING;
    var bestAt = vec2u(0u);
    for (var beam = 0u; beam < rows; beam++) {
      let first = (l * params.R + firstRow + beam) * params.C * params.K;
      for (var list = first; list < first + params.C * params.K; list += params.K) {
        // A list descends: behind what is less than the best there is nothing better.
        for (var at = list; at < list + params.K && values[at] >= best; at++) {
          let value = values[at];
          let token = tokens[at];
          let isTaken = value > taken || (value == taken
            && (beam < takenAt.x || (beam == takenAt.x && token <= takenAt.y)));
          let isLater = value == best
            && (beam > bestAt.x || (beam == bestAt.x && token >= bestAt.y));
          if !isTaken && !isLater {
            best = value;
            bestAt = vec2u(beam, token);
          }
        }
      }
    }
    let entry = vec2u(bestAt.y, firstRow + bestAt.x);
    log[(l * params.T + clock[0]) * params.Q + (i - l * params.N) * params.K + k] = entry;
    sums[i * params.K + k] = best * f32(params.summed);
    taken = best;
    takenAt = bestAt;
  }
}
