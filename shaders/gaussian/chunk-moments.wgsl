// gaussian/chunk-moments — mean and squared deviations of every chunk of neighbouring samples.
//
// Two passes over what is read once: a sum of squares in one pass loses a small variance beside a
// large mean. Then gaussian/merge-moments over the chunks.
//
// Axes      L lineages · N samples · D dimensions · C chunks
// Units     those of the values; squares are sums, not means
// Grid      one invocation per (l, c, d)
// Twin      src/kernels/gaussian/chunk-moments.ts

#import grid
#import gaussian/sixteen-rows

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

// Four neighbouring rows; what lies behind the end is read, but does not count.
fn fourRows(at: u32) -> vec4f {
  let D = params.D;
  return vec4f(values[at], values[at + D], values[at + 2u * D], values[at + 3u * D]);
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
