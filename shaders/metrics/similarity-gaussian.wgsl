// metrics/similarity-gaussian — how like the points of a set each point is, by a Gaussian kernel.
//
//   similarity[l, n] = mean over m of e^(-|points[l, n] - others[l, m]|² / 2 width[l]²)
//
// over all m or, for `own` = 1, where both are the same set, over all but n itself. Summed in blocks of
// 32 points, so that rounding grows with the root of their number.
//
// Axes      L lineages; Q and R are L or 1 that all share · N points · M others · D dimensions
// Units     `width` those of the points; the similarity is a pure number
// Grid      one invocation per (l, n)
// Close     10⁻⁶, and 10⁻⁶ of a squared distance over width² relative
// Source    Gretton et al. 2012, https://jmlr.org/papers/v13/gretton12a.html
// Twin      src/kernels/metrics/similarity-gaussian.ts

#import grid
#import math/exponentials

struct Params {
  L: u32,
  Q: u32,
  R: u32,
  N: u32,
  M: u32,
  D: u32,
  own: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;             // [Q, N, D]
@group(0) @binding(2) var<storage, read> others: array<f32>;             // [R, M, D]
@group(0) @binding(3) var<storage, read> width: array<f32>;              // [L], above 0
@group(0) @binding(4) var<storage, read_write> similarity: array<f32>;   // [L, N]

const BLOCK = 32u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let D = params.D;
  let l = i / params.N;
  let n = i - l * params.N;
  let mine = (min(l, params.Q - 1u) * params.N + n) * D;
  let theirs = min(l, params.R - 1u) * params.M;
  let itself = select(params.M, n, params.own != 0u);
  let scale = -0.5 / (width[l] * width[l]);
  var sum = 0.0;
  for (var start = 0u; start < params.M; start += BLOCK) {
    let end = min(start + BLOCK, params.M);
    var block = vec4f();
    for (var m = start; m < end; m += 4u) {
      let rows = vec4u(m, m + 1u, m + 2u, m + 3u);
      let at = (theirs + min(rows, vec4u(end - 1u))) * D;
      var squares = vec4f();
      for (var d = 0u; d < D; d++) {
        let there = vec4f(others[at.x + d], others[at.y + d], others[at.z + d], others[at.w + d]);
        let off = points[mine + d] - there;
        squares += off * off;
      }
      let counts = (rows < vec4u(end)) & (rows != vec4u(itself));
      block += select(vec4f(), exponentials(scale * squares), counts);
    }
    sum += block.x + block.y + block.z + block.w;
  }
  similarity[i] = sum / f32(params.M - min(1u, params.own));
}
