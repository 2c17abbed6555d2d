// mixture/expect-plane — mixture/expect for points in the plane, four rows at a time.
//
// What a component is read once for four rows: a fifth of the time where a processor plays the
// graphics card. `hard` makes the components so narrow that all of a row goes to the nearest one.
//
// Axes      L lineages · A places of active ones · N rows · K components ·
//           W presences: N, or 0 for all 1
// Grid      one invocation per (a, four rows)
// Close     10⁻⁵
// Source    Dempster, Laird & Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x
// Twin      src/kernels/mixture/expect-plane.ts

#import grid
#import math/exponentials
#import math/logarithm
#import mixture/done

struct Params {
  L: u32,
  A: u32,
  N: u32,
  K: u32,
  W: u32,
  hard: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec2f>;               // [L, N, 2]
@group(0) @binding(2) var<storage, read> presence: array<f32>;               // [L, W]
@group(0) @binding(3) var<storage, read> center: array<vec2f>;               // [L, K, 2]
@group(0) @binding(4) var<storage, read> inverse: array<vec4f>;              // [L, K, 2, 2]
@group(0) @binding(5) var<storage, read> logScale: array<f32>;               // [L, K]
@group(0) @binding(6) var<storage, read> listed: array<u32>;                 // [A]
@group(0) @binding(7) var<storage, read_write> responsibility: array<f32>;   // [L, K, N]
@group(0) @binding(8) var<storage, read_write> score: array<f32>;            // [L, N]

const SHARPNESS = 1e4;  // of all components, for k-means

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let blocks = (params.N + 3u) / 4u;
  let at = gridIndex(invocation, groups);
  if at >= params.A * blocks {
    return;
  }
  let l = listed[at / blocks];
  if l == DONE {
    return;
  }
  let first = 4u * (at % blocks);
  let count = min(4u, params.N - first);
  let row = l * params.N + first;
  // The rows beyond the last one are the last one again, and are not kept.
  let places = min(vec4u(0u, 1u, 2u, 3u), vec4u(count - 1u));
  let p = points[row];
  let q = points[row + places.y];
  let s = points[row + places.z];
  let t = points[row + places.w];
  let px = vec4f(p.x, q.x, s.x, t.x);
  let py = vec4f(p.y, q.y, s.y, t.y);
  let isHard = params.hard == 1u;

  var largest = vec4f(-1e38);
  var sum = vec4f();
  for (var k = 0u; k < params.K; k++) {
    let component = l * params.K + k;
    let middle = center[component];
    let root = select(inverse[component], vec4f(SHARPNESS, 0.0, 0.0, SHARPNESS), isHard);
    let u = root.x * (px - middle.x);
    let v = root.z * (px - middle.x) + root.w * (py - middle.y);
    let term = select(logScale[component], 0.0, isHard) - 0.5 * (u * u + v * v);
    let next = max(largest, term);
    sum = sum * exponentials(largest - next) + exponentials(term - next);
    largest = next;
    let place = component * params.N + first;
    for (var i = 0u; i < count; i++) {
      responsibility[place + i] = term[i];
    }
  }
  var own = vec4f(1.0);
  if params.W > 0u {
    for (var i = 0u; i < count; i++) {
      own[i] = presence[row + i];
    }
  }
  for (var k = 0u; k < params.K; k++) {
    let place = (l * params.K + k) * params.N + first;
    var term = vec4f();
    for (var i = 0u; i < count; i++) {
      term[i] = responsibility[place + i];
    }
    let part = own * exponentials(term - largest) / sum;
    for (var i = 0u; i < count; i++) {
      responsibility[place + i] = part[i];
    }
  }
  let unit = select(1.0, 1.0 / (SHARPNESS * SHARPNESS), isHard);
  for (var i = 0u; i < count; i++) {
    score[row + i] = unit * own[i] * (largest[i] + logarithm(sum[i]));
  }
}
