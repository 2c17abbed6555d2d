// gaussian/chunk-moments — mean and squared deviations of every chunk of neighbouring samples.
//
// Two passes over a chunk, then gaussian/merge-moments over the chunks: a sum of squares in one pass
// loses a small variance beside a large mean.
//
// Axes      L lineages · N samples · D dimensions · C chunks
// Units     those of the values; squares are sums, not means
// Grid      one invocation per (l, c, d)
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
  let count = min(params.rows - first, params.chunkLength);
  let start = (l * params.N + first) * D + d;
  let end = start + count * D;

  var sum = 0.0;
  for (var at = start; at < end; at += D) {
    sum += values[at];
  }
  let mean = sum / f32(count);
  var square = 0.0;
  for (var at = start; at < end; at += D) {
    let deviation = values[at] - mean;
    square += deviation * deviation;
  }
  means[i] = mean;
  squares[i] = square;
}
