// categorical/temper — sharpen or flatten distributions: p^(1/T), with the sum 1 again.
//
//   tempered[l, k] = logs[l, k] / T - ln Σ_j e^(logs[l, j] / T)        T = temperature[l]
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
// Units     nats; `logs` up to a constant of each row; LOG_ZERO stays LOG_ZERO
// Grid      one invocation per (l, c)
// Source    Ackley, Hinton & Sejnowski 1985, doi:10.1207/s15516709cog0901_7; n applications give
//           p^(T^-n), this project's own closed form
// Twin      src/kernels/categorical/temper.ts

#import grid
#import math/exponential
#import math/logarithm

override CHUNK_LENGTH: u32;

struct Params {
  L: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> temperature: array<f32>;       // [L], > 0
@group(0) @binding(2) var<storage, read> logs: array<f32>;              // [L, K]
@group(0) @binding(3) var<storage, read> peaks: array<f32>;             // [L, C], of the chunks
@group(0) @binding(4) var<storage, read> masses: array<f32>;            // [L, C], relative to them
@group(0) @binding(5) var<storage, read_write> tempered: array<f32>;    // [L, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let row = l * params.C;
  var peak = LOG_ZERO;
  for (var c = 0u; c < params.C; c++) {
    peak = max(peak, peaks[row + c]);
  }
  var mass = 0.0;
  for (var c = 0u; c < params.C; c++) {
    mass += masses[row + c] * exponential((peaks[row + c] - peak) / temperature[l]);
  }
  let logMass = logarithm(mass);

  let first = (i - row) * CHUNK_LENGTH;
  for (var k = first; k < min(first + CHUNK_LENGTH, params.K); k++) {
    let at = l * params.K + k;
    let log = logs[at];
    tempered[at] = select((log - peak) / temperature[l] - logMass, LOG_ZERO, log <= LOG_ZERO);
  }
}
