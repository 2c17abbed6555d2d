// gaussian/chunk-moments — mean and squared deviations of every chunk of neighbouring samples.
//
// Sixteen rows at a time are read once and passed over twice, and joined to those before them as
// gaussian/merge-moments joins the chunks: a sum of squares in one pass loses a small variance
// beside a large mean.
//
// Axes      L lineages · N samples · D dimensions · C chunks
// Units     those of the values; squares are sums, not means
// Grid      one invocation per (l, c, d)
// Source    Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
// Twin      src/kernels/gaussian/chunk-moments.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  D: u32,
  C: u32,
  rows: u32,         // the first of the N that count
  chunkLength: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;          // [L, N, D]
@group(0) @binding(2) var<storage, read_write> means: array<f32>;     // [L, C, D]
@group(0) @binding(3) var<storage, read_write> squares: array<f32>;   // [L, C, D]

struct RunningMoments {
  rows: f32,
  mean: f32,
  square: f32,
}

// Four neighbouring rows; what lies behind the end is read, but does not count.
fn fourRows(at: u32) -> vec4f {
  let D = params.D;
  return vec4f(values[at], values[at + D], values[at + 2u * D], values[at + 3u * D]);
}

fn total(a: vec4f, b: vec4f, c: vec4f, d: vec4f) -> f32 {
  let four = (a + b) + (c + d);
  return (four.x + four.y) + (four.z + four.w);
}

// Adds the first `count` of sixteen rows.
fn addRows(before: RunningMoments, count: u32, rows: mat4x4f) -> RunningMoments {
  let place = vec4u(0u, 1u, 2u, 3u);
  let zero = vec4f();
  let a = place < vec4u(count);
  let b = place + 4u < vec4u(count);
  let c = place + 8u < vec4u(count);
  let d = place + 12u < vec4u(count);

  let own = f32(i32(count));
  let mean = total(
    select(zero, rows[0], a),
    select(zero, rows[1], b),
    select(zero, rows[2], c),
    select(zero, rows[3], d),
  ) / own;
  let fromA = select(zero, rows[0] - mean, a);
  let fromB = select(zero, rows[1] - mean, b);
  let fromC = select(zero, rows[2] - mean, c);
  let fromD = select(zero, rows[3] - mean, d);
  let square = total(fromA * fromA, fromB * fromB, fromC * fromC, fromD * fromD);

  let all = before.rows + own;
  let part = own / all;
  let offset = mean - before.mean;
  return RunningMoments(
    all,
    before.mean + offset * part,
    before.square + square + offset * offset * before.rows * part,
  );
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C * params.D {
    return;
  }
  let D = params.D;
  let d = i % D;
  let c = (i / D) % params.C;
  let l = i / (D * params.C);
  let first = c * params.chunkLength;
  let end = min(params.rows, first + params.chunkLength);
  let start = l * params.N * D + d;

  var moments = RunningMoments();
  for (var row = first; row < end; row += 16u) {
    let at = start + row * D;
    let rows = mat4x4f(
      fourRows(at),
      fourRows(at + 4u * D),
      fourRows(at + 8u * D),
      fourRows(at + 12u * D),
    );
    moments = addRows(moments, min(16u, end - row), rows);
  }
  means[i] = moments.mean;
  squares[i] = moments.square;
}
