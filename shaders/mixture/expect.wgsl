// mixture/expect — which component each row belongs to, by the mixture so far.
//
//   responsibility[l, k, n] = presence · e^term_k / Σ e^term   score[l, n] = presence · ln Σ e^term
//   term_k = logScale[l, k] - ½ |inverse[l, k] (x - center[l, k])|²
//
// `hard` is k-means: all of a row goes to the nearest center, and the score is -½ of its distance².
// Lineages that are not listed as active are left as they are.
//
// Axes      L lineages · A places of active ones · N rows · D dimensions · K components ·
//           W presences: N, or 0 for all 1
// Grid      one invocation per (a, n)
// Close     10⁻⁵
// Source    Dempster, Laird & Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x
// Twin      src/kernels/mixture/expect.ts

#import grid
#import math/exponential
#import math/logarithm
#import mixture/done

struct Params {
  L: u32,
  A: u32,
  N: u32,
  D: u32,
  K: u32,
  W: u32,
  hard: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<f32>;                 // [L, N, D]
@group(0) @binding(2) var<storage, read> presence: array<f32>;               // [L, W]
@group(0) @binding(3) var<storage, read> center: array<f32>;                 // [L, K, D]
@group(0) @binding(4) var<storage, read> inverse: array<f32>;                // [L, K, D, D]
@group(0) @binding(5) var<storage, read> logScale: array<f32>;               // [L, K]
@group(0) @binding(6) var<storage, read> listed: array<u32>;                 // [A]
@group(0) @binding(7) var<storage, read_write> responsibility: array<f32>;   // [L, K, N]
@group(0) @binding(8) var<storage, read_write> score: array<f32>;            // [L, N]

fn termOf(row: u32, component: u32) -> f32 {
  let D = params.D;
  var square = 0.0;
  for (var i = 0u; i < D; i++) {
    var y = points[row * D + i] - center[component * D + i];
    if params.hard == 0u {
      y = 0.0;
      for (var j = 0u; j <= i; j++) {
        y += inverse[(component * D + i) * D + j]
          * (points[row * D + j] - center[component * D + j]);
      }
    }
    square += y * y;
  }
  return select(logScale[component], 0.0, params.hard == 1u) - 0.5 * square;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  if at >= params.A * params.N {
    return;
  }
  let l = listed[at / params.N];
  if l == DONE {
    return;
  }
  let row = l * params.N + at % params.N;
  let K = params.K;
  let start = l * K * params.N + row - l * params.N;

  var largest = -1e38;
  var nearest = 0u;
  for (var k = 0u; k < K; k++) {
    let term = termOf(row, l * K + k);
    responsibility[start + k * params.N] = term;
    if term > largest {
      largest = term;
      nearest = k;
    }
  }
  var own = 1.0;
  if params.W > 0u {
    own = presence[row];
  }
  var sum = 1.0;
  if params.hard == 0u {
    sum = 0.0;
    for (var k = 0u; k < K; k++) {
      let part = exponential(max(-100.0, responsibility[start + k * params.N] - largest));
      responsibility[start + k * params.N] = part;
      sum += part;
    }
  }
  for (var k = 0u; k < K; k++) {
    let place = start + k * params.N;
    responsibility[place] = select(
      own * (responsibility[place] / sum),
      select(0.0, own, k == nearest),
      params.hard == 1u,
    );
  }
  score[row] = own * (largest + logarithm(sum));
}
