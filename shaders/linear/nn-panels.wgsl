// linear/nn-panels — linear/nn-quads for many rows, past which 64 or 128 k of b are kept.
//
//   out[l, m, n] = Σ_k a[l, m, k] b[l, k, n] (+ bias[l, n]) (+ residual[l, m, n]) (+ out[l, m, n])
//
// Axes      L lineages · M rows · N columns · K inner · X columns of the bias, N or 0 for none ·
//           Y rows of the residual, M or 0 for none; N and K multiples of 64
// Grid      one quad per 64 or 128 columns and 32 to 512 rows
// Close     sums in single precision, in the order of k, the addends last
// Twin      src/kernels/linear/nn-panels.ts

enable subgroups;

#import grid
#import linear/panel-tile
#import linear/panel-loop
#import linear/sums-nn-panels

struct Params {
  L: u32,
  M: u32,
  N: u32,
  K: u32,
  X: u32,
  Y: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<array<vec4f, 16>>;      // [L, M, K]
@group(0) @binding(2) var<storage, read> b: array<vec4f>;                 // [L, K, N]
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;              // [L, X]
@group(0) @binding(4) var<storage, read> residual: array<vec4f>;          // [L, Y, N]
@group(0) @binding(5) var<storage, read_write> out: array<array<vec4f, 4>>;  // [L, M, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(global_invocation_id) invocation: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  // All of a quad go on to the end: they load for each other.
  let at = gridIndex(invocation, groups);
  let count = tileCount();
  multiplyTile(tileAt(min(at, count - 1u)), lane & 3u, at < count);
}
