// gaussian/chunk-moments-weighted — gaussian/chunk-moments where every sample has a weight.
//
//   mean = Σ w x / Σ w        square = Σ w (x - mean)²        mass = Σ w
//
// The mean moves by w / Σ w of each new deviation, so that a small variance beside a large mean is
// kept; samples of weight 0 are not even read. Then gaussian/merge-moments-weighted over the chunks.
//
// Axes      L lineages · N samples · D dimensions · C chunks
// Units     those of the values; squares are sums, not means
// Grid      one invocation per (l, c, d)
// Source    West 1979, doi:10.1145/359146.359153
// Twin      src/kernels/gaussian/chunk-moments-weighted.ts

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
@group(0) @binding(2) var<storage, read> weight: array<f32>;          // [L, N], ≥ 0
@group(0) @binding(3) var<storage, read_write> means: array<f32>;     // [L, C, D]
@group(0) @binding(4) var<storage, read_write> squares: array<f32>;   // [L, C, D]
@group(0) @binding(5) var<storage, read_write> masses: array<f32>;    // [L, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C * params.D {
    return;
  }
  let lc = i / params.D;
  let d = i - lc * params.D;
  let l = lc / params.C;
  let first = (lc - l * params.C) * params.chunkLength;
  let end = min(params.rows, first + params.chunkLength);

  var mass = 0.0;
  var mean = 0.0;
  var square = 0.0;
  for (var n = first; n < end; n++) {
    let own = weight[l * params.N + n];
    if own > 0.0 {
      let x = values[(l * params.N + n) * params.D + d];
      mass += own;
      let offset = x - mean;
      mean += offset * (own / mass);
      square += own * offset * (x - mean);
    }
  }
  means[i] = mean;
  squares[i] = square;
  if d == 0u {
    masses[lc] = mass;
  }
}
