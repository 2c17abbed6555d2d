// linear/nn-half-tiles — linear/nn-tiles with operands that are kept in half precision.
//
//   out[l, m, n] = Σ_k a[l, m, k] b[l, k, n] (+ bias[l, n]) (+ residual[l, m, n]) (+ out[l, m, n])
//
// Axes      L lineages · M rows · N columns · K inner · X columns of the bias, N or 0 for none ·
//           Y rows of the residual, M or 0 for none; N and K multiples of 4
// Grid      one workgroup per tile of 32 rows and 32 columns
// Close     operands rounded to 11 bits; sums in single precision, as linear/nn-tiles
// Twin      src/kernels/linear/nn-half-tiles.ts

enable f16;

#import grid
#import linear/fours
#import linear/keep-half
#import linear/workgroup-tile
#import linear/tiles-nn

struct Params {
  L: u32,
  M: u32,
  N: u32,
  K: u32,
  X: u32,
  Y: u32,
  accumulate: u32,
  scaleA: f32,  // a power of two for each operand, so that small ones do not vanish in half
  scaleB: f32,
  unscale: f32,  // what takes both back
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<vec4f>;                 // [L, M, K]
@group(0) @binding(2) var<storage, read> b: array<vec4f>;                 // [L, K, N]
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;              // [L, X]
@group(0) @binding(4) var<storage, read> residual: array<vec4f>;          // [L, Y, N]
@group(0) @binding(5) var<storage, read_write> out: array<vec4f>;         // [L, M, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(local_invocation_index) index: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let at = workgroupIndex(group, groups);
  if at >= tileCount() {
    return;
  }
  multiplyTile(tileAt(at), index);
}
