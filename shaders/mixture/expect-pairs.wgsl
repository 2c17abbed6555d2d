// mixture/expect-pairs — mixture/expect and chunk-sums at once, for two components in the plane.
//
//   sums[l, c, k] = Σ_n r (1, x, y, x², x y, y²)        scores[l, c] = Σ_n (ln Σ_k e^term, 1)
//
// Four points at a time, and no responsibility is ever stored: a third of the time of a fit.
// Every row counts once. `hard` makes components so narrow that a row goes to the nearer one.
//
// Axes      L lineages · A places of active ones · N rows · C chunks
// Grid      one invocation per (a, c)
// Close     10⁻⁵ of the sum of absolute terms
// Source    Dempster, Laird & Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x
// Twin      src/kernels/mixture/expect-pairs.ts

#import grid
#import math/logarithm
#import mixture/done
#import mixture/weighed-sums

struct Params {
  L: u32,
  A: u32,
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
@group(0) @binding(5) var<storage, read> listed: array<u32>;        // [A]
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;    // [L, C, 2, 6]
@group(0) @binding(7) var<storage, read_write> scores: array<f32>;  // [L, C, 2]

const SHARPNESS = 1e4;  // of both components, for k-means
// Each lane gets a quarter of them. A factor is at most 2, so that their product stays finite.
const MOST_FACTORS = 256u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = gridIndex(invocation, groups);
  if place >= params.A * params.C {
    return;
  }
  let c = place % params.C;
  let l = listed[place / params.C];
  if l == DONE {
    return;
  }
  let chunk = l * params.C + c;
  let start = c * params.chunkLength;
  let end = min(params.N, start + params.chunkLength);
  let isHard = params.hard == 1u;
  let middle = center[l];
  let first = select(inverse[2u * l], vec4f(SHARPNESS, 0.0, 0.0, SHARPNESS), isHard);
  let second = select(inverse[2u * l + 1u], vec4f(SHARPNESS, 0.0, 0.0, SHARPNESS), isHard);
  let scale = select(logScale[l], vec2f(), isHard);

  var ofFirst = WeighedSums();
  var ofSecond = WeighedSums();
  var score = vec4f();
  for (var block = start; block < end; block += MOST_FACTORS) {
    var product = vec4f(1.0);
    for (var n = block; n < min(end, block + MOST_FACTORS); n += 4u) {
      let row = l * params.N + n;
      let most = end - 1u - n;
      let p = points[row];
      let q = points[row + min(1u, most)];
      let s = points[row + min(2u, most)];
      let t = points[row + min(3u, most)];
      let x = vec4f(p.x, q.x, s.x, t.x);
      let y = vec4f(p.y, q.y, s.y, t.y);
      let there = select(vec4f(), vec4f(1.0), vec4u(n) + vec4u(0u, 1u, 2u, 3u) < vec4u(end));
      let x0 = x - middle.x;
      let y0 = y - middle.y;
      let x1 = x - middle.z;
      let y1 = y - middle.w;
      let u0 = first.x * x0;
      let v0 = first.z * x0 + first.w * y0;
      let u1 = second.x * x1;
      let v1 = second.z * x1 + second.w * y1;
      let term0 = scale.x - 0.5 * (u0 * u0 + v0 * v0);
      let term1 = scale.y - 0.5 * (u1 * u1 + v1 * v1);
      let ahead = term0 - term1;
      // Whatever the built-in is off by, the two parts of a row sum to 1: no moment is lost.
      let e = exp(-abs(ahead));
      let larger = there / (1.0 + e);
      let smaller = e * larger;
      let wins = ahead >= vec4f();
      addPoints(&ofFirst, select(smaller, larger, wins), x0, y0);
      addPoints(&ofSecond, select(larger, smaller, wins), x1, y1);
      score += there * max(term0, term1);
      product *= 1.0 + there * e;
    }
    score.x += logarithm(product.x) + logarithm(product.y);
    score.y += logarithm(product.z) + logarithm(product.w);
  }
  let both = array(inFull(ofFirst), inFull(ofSecond));
  for (var e = 0u; e < 12u; e++) {
    sums[12u * chunk + e] = both[e / 6u][e % 6u];
  }
  scores[2u * chunk] = dot(score, vec4f(1.0)) * select(1.0, 1.0 / (SHARPNESS * SHARPNESS), isHard);
  scores[2u * chunk + 1u] = f32(end - start);
}
