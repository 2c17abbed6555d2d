// kernel-density/roots — the spread of a pool and the noise around each of its rows, as two roots.
//
//   root[l, 0] = e^(logDeviation - scale) · factor        root[l, 1] = h · root[l, 0], or width · 1
//   h = (c n)^(-1 / (D + 4))        n = (Σ w)² / Σ w²
//
// Axes      L lineages · D dimensions · E rows of the pool's factor: D, or 0 for the identity
// Units     `logDeviation` and `scale` logarithms of data units, `width` data units; roots in units
//           of the scale
// Grid      one invocation per l
// Close     10⁻⁶
// Source    Scott 1992, c = 1, and Silverman 1986, c = (D + 2) / 4: rules for the bandwidth of a
//           Gaussian kernel, doi:10.1002/9780470316849, doi:10.1007/978-1-4899-3324-9
// Twin      src/kernels/kernel-density/roots.ts

#import grid
#import math/exponential
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
  E: u32,
  rule: f32,     // c, or 0 for a fixed width
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mass: array<f32>;           // [L, 3]: Σ w, Σ w², …
@group(0) @binding(2) var<storage, read> width: array<f32>;          // [L]
@group(0) @binding(3) var<storage, read> logDeviation: array<f32>;   // [L, D]
@group(0) @binding(4) var<storage, read> factor: array<f32>;         // [L, E, E]
@group(0) @binding(5) var<storage, read> scale: array<f32>;          // [L, D]
@group(0) @binding(6) var<storage, read_write> root: array<f32>;     // [L, 2, D, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let D = params.D;
  let sum = mass[3u * l];
  let count = sum * (sum / max(mass[3u * l + 1u], 1e-30));
  let h = exponential(-logarithm(max(params.rule * count, 1e-30)) / f32(D + 4u));
  for (var i = 0u; i < D; i++) {
    let log = scale[l * D + i];
    let deviation = exponential(logDeviation[l * D + i] - log);
    for (var j = 0u; j < D; j++) {
      var entry = select(0.0, 1.0, i == j);
      var noise = entry * width[l] * exponential(min(-log, 80.0));
      if params.E > 0u {
        entry = factor[(l * D + i) * D + j];
      }
      entry *= deviation;
      if params.rule > 0.0 {
        noise = h * entry;
      }
      root[((2u * l) * D + i) * D + j] = entry;
      root[((2u * l + 1u) * D + i) * D + j] = noise;
    }
  }
}
