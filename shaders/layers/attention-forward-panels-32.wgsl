// layers/attention-forward-panels-32 — layers/attention-forward-quads for heads of width 32.
// See layers/attention-forward-panels-16, which does the same.
//
// Twin      src/kernels/layers/attention-forward-panels-32.ts

enable subgroups;

#import layers/attention-panels

const FOURS = 8u;  // W / 4

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
}
