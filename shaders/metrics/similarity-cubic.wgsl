// metrics/similarity-cubic — how like the points of a set each point is, by a cubic kernel.
//
//   similarity[l, n] = mean over m of (points[l, n] · others[l, m] / F + 1)³
//
// over all m or, for `own` = 1, where both are the same set, over all but n itself. Summed in blocks of
// 32 points, so that rounding grows with the root of their number.
//
// Axes      L lineages; Q and R are L or 1 that all share · N points · M others · F features, a
//           multiple of four
// Grid      one invocation per (l, n)
// Close     3 · 10⁻⁶ of the mean of the absolute terms
// Source    Bińkowski et al. 2018, arXiv:1801.01401
// Twin      src/kernels/metrics/similarity-cubic.ts

#import grid

struct Params {
  L: u32,
  Q: u32,
  R: u32,
  N: u32,
  M: u32,
  F: u32,
  own: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;           // [Q, N, F]
@group(0) @binding(2) var<storage, read> others: array<vec4f>;           // [R, M, F]
@group(0) @binding(3) var<storage, read_write> similarity: array<f32>;   // [L, N]

const BLOCK = 32u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let fours = params.F / 4u;
  let l = i / params.N;
  let n = i - l * params.N;
  let mine = (min(l, params.Q - 1u) * params.N + n) * fours;
  let theirs = min(l, params.R - 1u) * params.M;
  let itself = select(params.M, n, params.own != 0u);
  var sum = 0.0;
  for (var start = 0u; start < params.M; start += BLOCK) {
    let end = min(start + BLOCK, params.M);
    var block = vec4f();
    for (var m = start; m < end; m += 4u) {
      let rows = vec4u(m, m + 1u, m + 2u, m + 3u);
      let at = (theirs + min(rows, vec4u(end - 1u))) * fours;
      var products = vec4f();
      for (var f = 0u; f < fours; f++) {
        let here = points[mine + f];
        products += vec4f(
          dot(here, others[at.x + f]),
          dot(here, others[at.y + f]),
          dot(here, others[at.z + f]),
          dot(here, others[at.w + f]),
        );
      }
      let base = products / f32(params.F) + 1.0;
      let counts = (rows < vec4u(end)) & (rows != vec4u(itself));
      block += select(vec4f(), base * base * base, counts);
    }
    sum += block.x + block.y + block.z + block.w;
  }
  similarity[i] = sum / f32(params.M - min(1u, params.own));
}
