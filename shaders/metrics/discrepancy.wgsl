// metrics/discrepancy — how far two sets of points are apart, by how like each other they are.
//
//   squared[l] = Σ_n (own[l, n] - 2 between[l, n]) / N + Σ_m other[l, m] / M
//
// Summed in blocks of 32, so that rounding grows with the root of their number.
//
// Axes      L lineages; R is L or 1 that all share · N points of the one set · M of the other
// Grid      one invocation per l
// Close     10⁻⁶ of the mean absolute term
// Source    Gretton et al. 2012, lemma 6, https://jmlr.org/papers/v13/gretton12a.html
// Twin      src/kernels/metrics/discrepancy.ts

#import grid

struct Params {
  L: u32,
  R: u32,
  N: u32,
  M: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> own: array<f32>;              // [L, N]
@group(0) @binding(2) var<storage, read> between: array<f32>;          // [L, N]
@group(0) @binding(3) var<storage, read> other: array<f32>;            // [R, M]
@group(0) @binding(4) var<storage, read_write> squared: array<f32>;    // [L]

const BLOCK = 32u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let mine = l * params.N;
  var first = 0.0;
  for (var start = 0u; start < params.N; start += BLOCK) {
    var block = 0.0;
    for (var n = start; n < min(start + BLOCK, params.N); n++) {
      block += own[mine + n] - 2.0 * between[mine + n];
    }
    first += block;
  }
  let theirs = min(l, params.R - 1u) * params.M;
  var second = 0.0;
  for (var start = 0u; start < params.M; start += BLOCK) {
    var block = 0.0;
    for (var m = start; m < min(start + BLOCK, params.M); m++) {
      block += other[theirs + m];
    }
    second += block;
  }
  squared[l] = first / f32(params.N) + second / f32(params.M);
}
