// gaussian/chunk-moments-fours — gaussian/chunk-moments on a line, N a multiple of four: vec4 loads.
//
// The same sums in the same order; one bound to check instead of four.
//
// Axes      L lineages · N samples, a multiple of 4 · D dimensions, 1 · C chunks
// Units     those of the values; squares are sums, not means
// Grid      one invocation per (l, c)
// Twin      src/kernels/gaussian/chunk-moments-fours.ts

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
@group(0) @binding(1) var<storage, read> values: array<vec4f>;        // [L, N, D]
@group(0) @binding(2) var<storage, read_write> means: array<f32>;     // [L, C, D]
@group(0) @binding(3) var<storage, read_write> squares: array<f32>;   // [L, C, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let c = i - l * params.C;
  let first = c * params.chunkLength;
  let end = min(params.rows, first + params.chunkLength);
  let start = l * (params.N / 4u);

  var moments = RunningMoments();
  for (var row = first; row < end; row += 16u) {
    let at = start + row / 4u;
    let rows = mat4x4f(values[at], values[at + 1u], values[at + 2u], values[at + 3u]);
    moments = addRows(moments, min(16u, end - row), rows);
  }
  means[i] = moments.mean;
  squares[i] = moments.square;
}
