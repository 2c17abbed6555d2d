// metrics/sum-by-chunk — the loop of every metric that is a sum over categories.
//
//   sums[l, c] = Σ term(l, k) over the k of chunk c
//
// Who imports this declares `params` (L, K, C), `sums` and the function `term`.
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
// Grid      one invocation per (l, c); metrics/sum-chunks adds the chunks

#import grid

override CHUNK_LENGTH: u32;

const GROUP = 16u;  // sums of sums lose fewer bits than one long sum

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let first = (i - l * params.C) * CHUNK_LENGTH;
  let end = min(first + CHUNK_LENGTH, params.K);
  var sum = 0.0;
  for (var k = first; k < end; k += GROUP) {
    var group = 0.0;
    for (var j = k; j < min(k + GROUP, end); j++) {
      group += term(l, j);
    }
    sum += group;
  }
  sums[i] = sum;
}
