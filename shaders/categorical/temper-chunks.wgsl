// categorical/temper-chunks — the largest logarithm of every chunk, and its mass once tempered.
//
//   peaks[l, c] = max logs        masses[l, c] = Σ e^((logs - peaks[l, c]) / temperature[l])
//
// Relative to the peak nothing overflows, however cold. categorical/temper puts chunks together.
//
// Axes      L lineages · K categories · C chunks of CHUNK_LENGTH categories
// Units     nats; a chunk without any probability has peak LOG_ZERO and mass 0
// Grid      one invocation per (l, c)
// Twin      src/kernels/categorical/temper-chunks.ts

#import grid
#import math/exponential
#import math/logarithm

override CHUNK_LENGTH: u32;

const GROUP = 16u;  // sums of sums lose fewer bits than one long sum

struct Params {
  L: u32,
  K: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> temperature: array<f32>;     // [L], > 0
@group(0) @binding(2) var<storage, read> logs: array<f32>;            // [L, K]
@group(0) @binding(3) var<storage, read_write> peaks: array<f32>;     // [L, C]
@group(0) @binding(4) var<storage, read_write> masses: array<f32>;    // [L, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.C {
    return;
  }
  let l = i / params.C;
  let first = (i - l * params.C) * CHUNK_LENGTH;
  let start = l * params.K + first;
  let end = l * params.K + min(first + CHUNK_LENGTH, params.K);

  var peak = LOG_ZERO;
  for (var at = start; at < end; at++) {
    peak = max(peak, logs[at]);
  }
  var mass = 0.0;
  if peak > LOG_ZERO {
    for (var at = start; at < end; at += GROUP) {
      var group = 0.0;
      for (var j = at; j < min(at + GROUP, end); j++) {
        group += exponential((logs[j] - peak) / temperature[l]);
      }
      mass += group;
    }
  }
  peaks[i] = peak;
  masses[i] = mass;
}
