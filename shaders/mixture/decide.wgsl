// mixture/decide — whether a lineage's fit has come to rest: its score has hardly changed.
//
//   listed[a] = DONE if |score - score before| < tolerance[l]   score = Σ_c scores / Σ_c presences
//
// Axes      L lineages · A places of active ones · C chunks
// Units     the score is a mean logarithm of a density, or of k-means -½ of a mean distance²
// Grid      one invocation per a
// Twin      src/kernels/mixture/decide.ts

#import grid
#import mixture/done

struct Params {
  L: u32,
  A: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;         // [L, C, 2]
@group(0) @binding(2) var<storage, read> tolerance: array<f32>;      // [L]
@group(0) @binding(3) var<storage, read_write> latest: array<f32>;   // [L, 2]: score, all presence
@group(0) @binding(4) var<storage, read_write> steps: array<u32>;    // [L], that were taken
@group(0) @binding(5) var<storage, read_write> listed: array<u32>;   // [A]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = gridIndex(invocation, groups);
  if place >= params.A {
    return;
  }
  let l = listed[place];
  if l == DONE {
    return;
  }
  var sum = 0.0;
  var mass = 0.0;
  for (var c = 0u; c < params.C; c++) {
    sum += scores[2u * (l * params.C + c)];
    mass += scores[2u * (l * params.C + c) + 1u];
  }
  let score = sum / max(mass, 1e-30);
  if steps[l] > 0u && abs(score - latest[2u * l]) < tolerance[l] {
    listed[place] = DONE;
  }
  steps[l] += 1u;
  latest[2u * l] = score;
  latest[2u * l + 1u] = mass;
}
