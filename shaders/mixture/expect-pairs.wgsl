// mixture/expect-pairs — mixture/expect and chunk-sums at once, for two components in the plane.
//
//   sums[l, c, k] = Σ_n r (1, x, y, x², x y, y²)        scores[l, c] = Σ_n (ln Σ_k e^term, 1)
//
// A pair of points with both components fills four lanes, and no responsibility is ever stored: two
// of three parts of a fit's time. Every row counts once.
//
// Axes      L lineages · N rows · C chunks
// Grid      one invocation per (l, c)
// Close     10⁻⁵ of the sum of absolute terms
// Source    Dempster, Laird & Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x
// Twin      src/kernels/mixture/expect-pairs.ts

#import grid
#import math/exponentials
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  C: u32,
  chunkLength: u32,
  hard: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec2f>;      // [L, N, 2]
@group(0) @binding(2) var<storage, read> center: array<vec4f>;      // [L, 2, 2]
@group(0) @binding(3) var<storage, read> inverse: array<vec4f>;     // [L, 2, 2, 2]
@group(0) @binding(4) var<storage, read> logScale: array<vec2f>;    // [L, 2]
@group(0) @binding(5) var<storage, read> done: array<u32>;          // [L]
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;    // [L, C, 2, 6]
@group(0) @binding(7) var<storage, read_write> scores: array<f32>;  // [L, C, 2]

// (1 + e) is at most 2, so that the product of so many stays finite.
const MOST_FACTORS = 64u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let chunk = gridIndex(invocation, groups);
  if chunk >= params.L * params.C {
    return;
  }
  let l = chunk / params.C;
  if done[l] == 1u {
    return;
  }
  let start = (chunk - l * params.C) * params.chunkLength;
  let end = min(params.N, start + params.chunkLength);
  let isHard = params.hard == 1u;

  // Lanes: the first point with either component, then the second one.
  let middle = center[l];
  let first = inverse[2u * l];
  let second = inverse[2u * l + 1u];
  let cx = middle.xzxz;
  let cy = middle.ywyw;
  let a = select(vec4f(first.x, second.x, first.x, second.x), vec4f(1.0), isHard);
  let b = select(vec4f(first.z, second.z, first.z, second.z), vec4f(0.0), isHard);
  let c = select(vec4f(first.w, second.w, first.w, second.w), vec4f(1.0), isHard);
  let scale = select(logScale[l].xyxy, vec4f(0.0), isHard);

  var mass = vec4f();
  var sumX = vec4f();
  var sumY = vec4f();
  var sumXX = vec4f();
  var sumXY = vec4f();
  var sumYY = vec4f();
  var score = 0.0;
  for (var block = start; block < end; block += MOST_FACTORS) {
    var product = 1.0;
    for (var n = block; n < min(end, block + MOST_FACTORS); n += 2u) {
      let hasTwo = n + 1u < end;
      let p = points[l * params.N + n];
      let q = points[l * params.N + select(n, n + 1u, hasTwo)];
      let x = vec4f(p.x, p.x, q.x, q.x) - cx;
      let y = vec4f(p.y, p.y, q.y, q.y) - cy;
      let u = a * x;
      let v = b * x + c * y;
      let term = scale - 0.5 * (u * u + v * v);
      let ahead = term - term.yxwz;
      let e = select(exponentials(-abs(ahead)), vec4f(0.0), isHard);
      let larger = 1.0 / (1.0 + e);
      // Where both are as near, the first one counts for k-means.
      let isFirst = vec4<bool>(true, !isHard, true, !isHard);
      let wins = (ahead > vec4f(0.0)) | ((ahead == vec4f(0.0)) & isFirst);
      var r = select(e * larger, larger, wins);
      let best = max(term, term.yxwz);
      score += best.x;
      product *= 1.0 + e.x;
      if hasTwo {
        score += best.z;
        product *= 1.0 + e.z;
      } else {
        r = vec4f(r.xy, 0.0, 0.0);
      }
      mass += r;
      let rx = r * x;
      let ry = r * y;
      sumX += rx;
      sumY += ry;
      sumXX += rx * x;
      sumXY += rx * y;
      sumYY += ry * y;
    }
    score += logarithm(product);
  }
  for (var k = 0u; k < 2u; k++) {
    let at = (2u * chunk + k) * 6u;
    sums[at] = mass[k] + mass[k + 2u];
    sums[at + 1u] = sumX[k] + sumX[k + 2u];
    sums[at + 2u] = sumY[k] + sumY[k + 2u];
    sums[at + 3u] = sumXX[k] + sumXX[k + 2u];
    sums[at + 4u] = sumXY[k] + sumXY[k + 2u];
    sums[at + 5u] = sumYY[k] + sumYY[k + 2u];
  }
  scores[2u * chunk] = score;
  scores[2u * chunk + 1u] = f32(end - start);
}
