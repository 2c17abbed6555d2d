// linear/tn — the product aᵀ b of every lineage, with what is added to it.
//
//   out[l, m, n] = Σ_k a[l, k, m] b[l, k, n] (+ bias[l, n]) (+ residual[l, m, n]) (+ out[l, m, n])
//
// Axes      L lineages · M rows · N columns · K inner · X columns of the bias, N or 0 for none ·
//           Y rows of the residual, M or 0 for none
// Grid      one invocation per tile of 8 rows and 8 columns
// Close     sums in single precision, in ascending order of k or of fours of k
// Twin      src/kernels/linear/tn.ts

#import grid
#import linear/ones
#import linear/tile
#import linear/sums-tn

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
@group(0) @binding(1) var<storage, read> a: array<f32>;                   // [L, K, M]
@group(0) @binding(2) var<storage, read> b: array<f32>;                   // [L, K, N]
@group(0) @binding(3) var<storage, read> bias: array<f32>;                // [L, X]
@group(0) @binding(4) var<storage, read> residual: array<f32>;            // [L, Y, N]
@group(0) @binding(5) var<storage, read_write> out: array<f32>;           // [L, M, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= tileCount() {
    return;
  }
  multiplyTile(tileAt(at));
}
