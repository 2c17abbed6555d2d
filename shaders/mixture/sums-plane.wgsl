// mixture/sums-plane — mixture/chunk-sums for points in the plane: all six sums at once.
//
//   sums[l, c, k] = Σ_n responsibility · (1, x, y, x², x y, y²)     (x, y) = points - center[l, k]
//   scores[l, c] = Σ_n (score, presence)
//
// Axes      L lineages · A places of active ones · N rows · K components · C chunks ·
//           W presences: N, or 0 for all 1
// Grid      one invocation per (a, c, k)
// Close     10⁻⁵ of the sum of absolute terms
// Twin      src/kernels/mixture/sums-plane.ts

#import grid
#import mixture/done
#import mixture/weighed-sums

struct Params {
  L: u32,
  A: u32,
  N: u32,
  K: u32,
  C: u32,
  W: u32,
  chunkLength: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec2f>;         // [L, N, 2]
@group(0) @binding(2) var<storage, read> presence: array<f32>;         // [L, W]
@group(0) @binding(3) var<storage, read> center: array<vec2f>;         // [L, K, 2]
@group(0) @binding(4) var<storage, read> responsibility: array<f32>;   // [L, K, N]
@group(0) @binding(5) var<storage, read> score: array<f32>;            // [L, N]
@group(0) @binding(6) var<storage, read> listed: array<u32>;           // [A]
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;       // [L, C, K, 6]
@group(0) @binding(8) var<storage, read_write> scores: array<f32>;     // [L, C, 2]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = gridIndex(invocation, groups);
  if place >= params.A * params.C * params.K {
    return;
  }
  let k = place % params.K;
  let c = (place / params.K) % params.C;
  let l = listed[place / (params.K * params.C)];
  if l == DONE {
    return;
  }
  let chunk = l * params.C + c;
  let component = l * params.K + k;
  let start = c * params.chunkLength;
  let end = min(params.N, start + params.chunkLength);
  let middle = center[component];
  let row = l * params.N;

  var total = WeighedSums();
  for (var n = start; n < end; n += 4u) {
    let places = min(vec4u(n) + vec4u(0u, 1u, 2u, 3u), vec4u(end - 1u));
    let p = points[row + places.x];
    let q = points[row + places.y];
    let s = points[row + places.z];
    let t = points[row + places.w];
    let r = component * params.N + places;
    let weight = vec4f(
      responsibility[r.x],
      responsibility[r.y],
      responsibility[r.z],
      responsibility[r.w],
    );
    let isThere = vec4u(n) + vec4u(0u, 1u, 2u, 3u) < vec4u(end);
    let x = vec4f(p.x, q.x, s.x, t.x) - middle.x;
    let y = vec4f(p.y, q.y, s.y, t.y) - middle.y;
    addPoints(&total, select(vec4f(), weight, isThere), x, y);
  }
  let six = inFull(total);
  for (var e = 0u; e < 6u; e++) {
    sums[(chunk * params.K + k) * 6u + e] = six[e];
  }

  if k == 0u {
    var all = 0.0;
    var mass = f32(end - start);
    for (var n = start; n < end; n++) {
      all += score[row + n];
    }
    if params.W > 0u {
      mass = 0.0;
      for (var n = start; n < end; n++) {
        mass += presence[row + n];
      }
    }
    scores[2u * chunk] = all;
    scores[2u * chunk + 1u] = mass;
  }
}
