// mixture/assign — the group of the component that each point most probably comes from, and where
// in that component it lies.
//
//   k = argmax_k logScale[r, k] - ½ |y_k|²      y_k = inverse[r, k] (x - center[r, k])      x = points[l, n]
//   assigned[l, n] = CELLS · groupOf[k] + cell
//
// Cell 0 is what lies within the edge of its component, |y|² ≤ edge; cells 1 to 4 are the quarters
// around it, by the signs of the first two numbers of y.
//
// Axes      L lineages · N points · D dimensions · K components · R mixtures: L, or 1 for all
// Units     points and centers in the same coordinates; `edge` in deviations of a component, squared
// Grid      one invocation per (l, n)
// Exact     but for points on the border of two components
// Twin      src/kernels/mixture/assign.ts

#import grid

override CELLS: u32;

struct Params {
  L: u32,
  N: u32,
  D: u32,
  K: u32,
  R: u32,
  edge: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;            // [L, N, D]
@group(0) @binding(2) var<storage, read> center: array<f32>;            // [R, K, D]
@group(0) @binding(3) var<storage, read> inverse: array<f32>;           // [R, K, D, D]
@group(0) @binding(4) var<storage, read> logScale: array<f32>;          // [R, K]
@group(0) @binding(5) var<storage, read> groupOf: array<u32>;           // [K]
@group(0) @binding(6) var<storage, read_write> assigned: array<u32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.N {
    return;
  }
  let D = params.D;
  let table = select(at / params.N, 0u, params.R == 1u) * params.K;
  var best = 0u;
  var most = 0.0;
  var cell = 0u;
  for (var k = 0u; k < params.K; k++) {
    let component = table + k;
    var square = 0.0;
    var quarter = 1u;
    for (var i = 0u; i < D; i++) {
      var y = 0.0;
      for (var j = 0u; j <= i; j++) {
        y += inverse[(component * D + i) * D + j]
          * (points[at * D + j] - center[component * D + j]);
      }
      square += y * y;
      quarter += select(0u, i + 1u, i < 2u && y > 0.0);
    }
    let term = logScale[component] - 0.5 * square;
    if k == 0u || term > most {
      best = k;
      most = term;
      cell = select(0u, quarter, square > params.edge);
    }
  }
  assigned[at] = CELLS * groupOf[best] + cell;
}
