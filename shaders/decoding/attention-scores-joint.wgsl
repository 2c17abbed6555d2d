// decoding/attention-scores-joint — decoding/attention-scores where all beams of a text attend alike.
//
//   scores[r, h, u] = queries[r, h] · keys[u, h] / √(D / H)        u < S + joint[n]
//
// For heads of a width in fours. A key is loaded once for five beams, and a query once for four
// positions: loads take longer here than sums.
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           Y = S + K T places · H heads · E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, n, four positions, h)
// Close     10⁻⁵
// Twin      src/kernels/decoding/attention-scores-joint.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  S: u32,
  T: u32,
  U: u32,
  Y: u32,
  H: u32,
  E: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> joint: array<u32>;          // [L, N], decoding/joint
@group(0) @binding(2) var<storage, read> qkv: array<vec4f>;          // [L, R, E]
@group(0) @binding(3) var<storage, read> kept: array<vec4f>;         // [L, N, Y, F]
@group(0) @binding(4) var<storage, read> ancestors: array<u32>;      // [L, R, T]
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;   // [L, R, H, U]

#import decoding/place

fn keep(row: u32, h: u32, u: u32, count: u32, sums: vec4f) {
  let at = (row * params.H + h) * params.U + u;
  scores[at] = sums.x;
  if count > 1u {
    scores[at + 1u] = sums.y;
  }
  if count > 2u {
    scores[at + 2u] = sums.z;
  }
  if count > 3u {
    scores[at + 3u] = sums.w;
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  let blocks = (params.U + 3u) / 4u;
  if i >= params.L * params.N * blocks * params.H {
    return;
  }
  let text = i / (blocks * params.H);
  let inText = i - text * blocks * params.H;
  let block = inText / params.H;
  let h = inText - block * params.H;
  let u = 4u * block;
  let end = params.S + joint[text];
  let beams = params.R / params.N;
  // Loops that end at once, where an adapter that masks its lanes would go through a branch.
  let some = select(beams, 0u, u >= end);
  let single = select(0u, some, beams == 1u);
  let first = text * beams;
  let inLineage = text % params.N * beams;
  let E = params.E / 4u;
  let F = params.F / 4u;
  let quads = F / 2u / params.H;  // of a head
  let scale = inverseSqrt(f32(4u * quads));
  let head = text * params.Y * F + h * quads;
  let k0 = head + placeOf(first, inLineage, u) * F;
  let k1 = head + placeOf(first, inLineage, min(u + 1u, end - 1u)) * F;
  let k2 = head + placeOf(first, inLineage, min(u + 2u, end - 1u)) * F;
  let k3 = head + placeOf(first, inLineage, min(u + 3u, end - 1u)) * F;

  for (var beam = 0u; beam < single; beam++) {
    var sums = vec4f(0.0);
    for (var quad = 0u; quad < quads; quad++) {
      let keys = mat4x4f(kept[k0 + quad], kept[k1 + quad], kept[k2 + quad], kept[k3 + quad]);
      sums += qkv[first * E + h * quads + quad] * keys;
    }
    keep(first, h, u, end - u, sums * scale);
  }
  for (var beam = single; beam < some; beam += 5u) {
    // Where there are less than five left, the last again.
    let rows = first + beam + min(vec4u(1u, 2u, 3u, 4u), vec4u(beams - beam - 1u));
    let query = (first + beam) * E + h * quads;
    let queries = rows * E + h * quads;
    var sums0 = vec4f(0.0);
    var sums1 = vec4f(0.0);
    var sums2 = vec4f(0.0);
    var sums3 = vec4f(0.0);
    var sums4 = vec4f(0.0);
    for (var quad = 0u; quad < quads; quad++) {
      let keys = mat4x4f(kept[k0 + quad], kept[k1 + quad], kept[k2 + quad], kept[k3 + quad]);
      sums0 += qkv[query + quad] * keys;
      sums1 += qkv[queries.x + quad] * keys;
      sums2 += qkv[queries.y + quad] * keys;
      sums3 += qkv[queries.z + quad] * keys;
      sums4 += qkv[queries.w + quad] * keys;
    }
    keep(first + beam, h, u, end - u, sums0 * scale);
    keep(rows.x, h, u, end - u, sums1 * scale);
    keep(rows.y, h, u, end - u, sums2 * scale);
    keep(rows.z, h, u, end - u, sums3 * scale);
    keep(rows.w, h, u, end - u, sums4 * scale);
  }
}
