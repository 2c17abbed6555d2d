// gaussian/widen-weighted — deviations whose squares estimate without bias from weighted samples.
//
//   widened = logDeviation + ½ ln (V₁² / (V₁² - V₂))        V₁ = Σ w, V₂ = Σ w²
//
// The divisor is V₁ - V₂ / V₁: the weights say how much a sample counts and not how often it came, and
// weights of 0 and 1 give the count less one. A single sample has no deviation; it stays as it is.
//
// Axes      L lineages · D dimensions
// Grid      one invocation per (l, d)
// Source    E Σ w (x - Σ w x / V₁)² = σ² (V₁ - V₂ / V₁) for independent x
// Twin      src/kernels/gaussian/widen-weighted.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  D: u32,
}

// Of the mass, in squares: what is left below it is rounding.
const LEAST_SPARE = 1e-6;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mass: array<f32>;            // [L, 3], see pool/mass
@group(0) @binding(2) var<storage, read> logDeviation: array<f32>;    // [L, D]
@group(0) @binding(3) var<storage, read_write> widened: array<f32>;   // [L, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.D {
    return;
  }
  let l = i / params.D;
  let sum = mass[3u * l];
  var shift = 0.0;
  if sum > 0.0 {
    let spare = 1.0 - mass[3u * l + 1u] / sum / sum;
    if spare > LEAST_SPARE {
      shift = -0.5 * logarithm(spare);
    }
  }
  widened[i] = logDeviation[i] + shift;
}
