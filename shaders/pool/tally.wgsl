// pool/tally — how much of a segment's weight a filter has left, of marked samples and of others.
//
//   sums[l] += (Σ before · m, Σ after · m, Σ before · (1 - m), Σ after · (1 - m))        m = marked
//
// Axes      L lineages · N samples of the segment
//           R rows of weights before, Q after, S of marks: L, or 1 that all lineages share
// Grid      one invocation per l
// Close     sums of integers below 2²⁴ exactly, others to 10⁻⁵ relative
// Twin      src/kernels/pool/tally.ts

#import grid

override RUN: u32;

struct Params {
  L: u32,
  N: u32,
  R: u32,
  Q: u32,
  S: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> before: array<f32>;           // [R, N]
@group(0) @binding(2) var<storage, read> after: array<f32>;            // [Q, N]
@group(0) @binding(3) var<storage, read> marks: array<f32>;            // [S, N], 0 or not
@group(0) @binding(4) var<storage, read_write> sums: array<vec4f>;     // [L, 4]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let beforeRow = min(l, params.R - 1u) * params.N;
  let afterRow = min(l, params.Q - 1u) * params.N;
  let marksRow = min(l, params.S - 1u) * params.N;
  var all = vec4f();
  for (var first = 0u; first < params.rows; first += RUN) {
    var run = vec4f();
    for (var n = first; n < min(first + RUN, params.rows); n++) {
      let pair = vec2f(before[beforeRow + n], after[afterRow + n]);
      let isMarked = marks[marksRow + n] != 0.0;
      run += select(vec4f(0.0, 0.0, pair), vec4f(pair, 0.0, 0.0), isMarked);
    }
    all += run;
  }
  sums[l] += all;
}
