// decoding/attention-mix-fours — decoding/attention-mix for heads of a width in fours.
//
//   mixed[r, d] = Σ_u weights[r, h, u] values[u, d] / totals[r, h]        u < S + clock, h the head of d
//
// A value that the beams of a text have in common is loaded once for five of them.
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · U = S + T
//           Y = S + K T places · H heads · E = 3 D queries, keys, values · F = 2 D keys, values
// Grid      one invocation per (l, n, four columns)
// Close     10⁻⁵
// Twin      src/kernels/decoding/attention-mix-fours.ts

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
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;          // [1], new tokens so far, ≥ 1
@group(0) @binding(2) var<storage, read> joint: array<u32>;          // [L, N], decoding/joint
@group(0) @binding(3) var<storage, read> weights: array<f32>;        // [L, R, H, U]
@group(0) @binding(7) var<storage, read> totals: array<f32>;         // [L, R, H]
@group(0) @binding(4) var<storage, read> kept: array<vec4f>;         // [L, N, Y, F]
@group(0) @binding(5) var<storage, read> ancestors: array<u32>;      // [L, R, T]
@group(0) @binding(6) var<storage, read_write> mixed: array<vec4f>;  // [L, R, D]

#import decoding/place

// What one row takes from the positions from `start` on, besides `sum`, over all its weights.
fn mixOwn(row: u32, inLineage: u32, h: u32, column: u32, start: u32, sum: vec4f) -> vec4f {
  let head = row * params.H + h;
  var all = sum;
  for (var u = start; u < params.S + clock[0]; u++) {
    let value = kept[column + placeOf(row, inLineage, u) * (params.D / 2u)];
    all += weights[head * params.U + u] * value;
  }
  return all / totals[head];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  let quads = params.D / 4u;
  if i >= params.L * params.N * quads {
    return;
  }
  let text = i / quads;
  let quad = i - text * quads;
  let beams = params.R / params.N;
  let first = text * beams;
  let inLineage = text % params.N * beams;
  let h = quad * params.H / quads;
  let column = text * params.Y * 2u * quads + quads + quad;
  let end = params.S + joint[text];

  // Loops that end at once, where an adapter that masks its lanes would go through a branch.
  let single = select(0u, 1u, beams == 1u);
  for (var beam = 0u; beam < single; beam++) {
    mixed[first * quads + quad] = mixOwn(first, inLineage, h, column, 0u, vec4f(0.0));
  }
  for (var beam = single; beam < beams; beam += 5u) {
    // Where there are less than five left, the last again.
    let row = first + beam;
    let rows = row + min(vec4u(1u, 2u, 3u, 4u), vec4u(beams - beam - 1u));
    let weight = (row * params.H + h) * params.U;
    let others = (rows * params.H + h) * params.U;
    var sum0 = vec4f(0.0);
    var sum1 = vec4f(0.0);
    var sum2 = vec4f(0.0);
    var sum3 = vec4f(0.0);
    var sum4 = vec4f(0.0);
    for (var u = 0u; u < end; u++) {
      let value = kept[column + placeOf(first, inLineage, u) * 2u * quads];
      sum0 += weights[weight + u] * value;
      sum1 += weights[others.x + u] * value;
      sum2 += weights[others.y + u] * value;
      sum3 += weights[others.z + u] * value;
      sum4 += weights[others.w + u] * value;
    }
    mixed[row * quads + quad] = mixOwn(row, inLineage, h, column, end, sum0);
    mixed[rows.x * quads + quad] = mixOwn(rows.x, inLineage, h, column, end, sum1);
    mixed[rows.y * quads + quad] = mixOwn(rows.y, inLineage, h, column, end, sum2);
    mixed[rows.z * quads + quad] = mixOwn(rows.z, inLineage, h, column, end, sum3);
    mixed[rows.w * quads + quad] = mixOwn(rows.w, inLineage, h, column, end, sum4);
  }
}
