// regression/solve — the coefficients that predict the last column by the others best.
//
//   (G + λ m I) w = g      G the others among themselves, g with the last one, λ the ridge, m the sum
//                          of the weights
//
// By the Cholesky root of the left side, below the diagonal of `root`. A direction that the samples
// do not have, or that is rounding beside the others, gets no coefficient.
//
// Axes      L lineages · D columns, the last of which is predicted · C = D - 1 coefficients
// Grid      one invocation per l
// Close     10⁻⁴ relative for well-conditioned designs
// Twin      src/kernels/regression/solve.ts

#import grid

struct Params {
  L: u32,
  D: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gram: array<f32>;                  // [L, D, D]
@group(0) @binding(2) var<storage, read> ridge: array<f32>;                 // [L]
@group(0) @binding(3) var<storage, read> mass: array<f32>;                  // [L, 3], see pool/mass
@group(0) @binding(4) var<storage, read_write> root: array<f32>;            // [L, C, C]
@group(0) @binding(5) var<storage, read_write> coefficients: array<f32>;    // [L, C]

// Of a pivot beside its diagonal, below which it is rounding.
const LEAST = 1e-6;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let C = params.C;
  let gramAt = l * params.D * params.D;
  let at = l * C * C;
  let w = l * C;
  let penalty = ridge[l] * mass[3u * l];
  for (var i = 0u; i < C; i++) {
    for (var j = 0u; j <= i; j++) {
      let diagonal = gram[gramAt + i * params.D + j] + select(0.0, penalty, i == j);
      var rest = diagonal;
      for (var k = 0u; k < j; k++) {
        rest -= root[at + i * C + k] * root[at + j * C + k];
      }
      let pivot = root[at + j * C + j];
      if i == j {
        root[at + i * C + i] = select(0.0, sqrt(max(rest, 0.0)), rest > LEAST * diagonal);
      } else if pivot > 0.0 {
        root[at + i * C + j] = rest / pivot;
      } else {
        root[at + i * C + j] = 0.0;
      }
    }
    // Forwards on the way: root z = g.
    var z = gram[gramAt + i * params.D + C];
    for (var k = 0u; k < i; k++) {
      z -= root[at + i * C + k] * coefficients[w + k];
    }
    let pivot = root[at + i * C + i];
    if pivot > 0.0 {
      coefficients[w + i] = z / pivot;
    } else {
      coefficients[w + i] = 0.0;
    }
  }
  for (var below = C; below > 0u; below--) {
    let i = below - 1u;
    var x = coefficients[w + i];
    for (var k = below; k < C; k++) {
      x -= root[at + k * C + i] * coefficients[w + k];
    }
    let pivot = root[at + i * C + i];
    if pivot > 0.0 {
      coefficients[w + i] = x / pivot;
    } else {
      coefficients[w + i] = 0.0;
    }
  }
}
