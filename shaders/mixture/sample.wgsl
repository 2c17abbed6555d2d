// mixture/sample — draw N points per lineage from a mixture of Gaussians with full covariances.
//
//   samples[l, n] = center[r, k] + root[r, k] z        k ~ weights, z ~ Normal(0, 1)
//
// Axes      L lineages · N samples per lineage · D dimensions of a sample · K components ·
//           R mixtures: L, or 1 that all lineages share
// Units     those of `center` and `root`: the coordinates of the mixture's own frame, or data units
// Random    index n; draw 0 for the component, draw 1 + d / 4 for four normals
// Grid      one invocation per (l, n)
// Twin      src/kernels/mixture/sample.ts

#import grid
#import random/normal
#import random/uniform

struct Params {
  L: u32,
  N: u32,
  D: u32,
  K: u32,
  R: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;           // [L, 2]
@group(0) @binding(2) var<storage, read> weight: array<f32>;           // [R, K], summing to 1
@group(0) @binding(3) var<storage, read> center: array<f32>;           // [R, K, D]
@group(0) @binding(4) var<storage, read> root: array<f32>;             // [R, K, D, D], lower half
@group(0) @binding(5) var<storage, read_write> samples: array<f32>;    // [L, N, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let D = params.D;
  let l = i / params.N;
  let table = select(l, 0u, params.R == 1u) * params.K;
  var at = randomAddress(keys[l], params.stream, params.generation, i - l * params.N);

  // The first component whose cumulative weight is above the number, or the last one.
  var left = uniformOf(randomBits(at)).x;
  var component = table;
  while component + 1u < table + params.K && left >= weight[component] {
    left -= weight[component];
    component++;
  }

  for (var d = 0u; d < D; d++) {
    samples[i * D + d] = center[component * D + d];
  }
  for (var j = 0u; j < D; j += 4u) {
    at.draw = 1u + j / 4u;
    let z = randomNormal(at);
    for (var d = j; d < D; d++) {
      let row = (component * D + d) * D + j;
      var sum = root[row] * z.x;
      if d > j {
        sum += root[row + 1u] * z.y;
      }
      if d > j + 1u {
        sum += root[row + 2u] * z.z;
      }
      if d > j + 2u {
        sum += root[row + 3u] * z.w;
      }
      samples[i * D + d] += sum;
    }
  }
}
