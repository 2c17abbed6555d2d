// layers/attention-forward-panels-16 — layers/attention-forward-quads for heads of width 16.
//
//   out[l, b, m, h W + w] = Σ exp(s - logSums[l, b, h, m]) · value[n, w]        over n ≤ m
//   s = query[m] · key[n] / √W        logSums[l, b, h, m] = ln Σ exp(s)
//
// qkv[l, b, m] holds queries, keys and values side by side, each D wide with its heads of W = 16 one
// after the other. No score is kept: the backward kernels find them again from logSums.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one workgroup, a quad, per (text, head)
// Close     10⁻⁵ of the largest value
// Source    Vaswani et al. 2017, arXiv:1706.03762, equation 1; Dao et al. 2022, arXiv:2205.14135
// Twin      src/kernels/layers/attention-forward-panels-16.ts

enable subgroups;

#import layers/attention-panels

const FOURS = 4u;  // W / 4

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
}
