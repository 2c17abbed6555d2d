// images/put-rows — writes a batch into the next B rows of a table, as far as the clock has come.
//
//   rows[l, clock B + b, d] = x, 1 / (1 + e^-x) or a draw of 0 or 1 with that chance        x = batch[l, b, d]
//
// for the kinds[l] 0, 1 and 2. What would come behind the last row is dropped.
//
// Axes      L lineages · M rows · B rows of a batch · D numbers of a row
// Random    kind 2: element e = b D + d at the step of the clock: index e / 4, draw 1
// Grid      one invocation per (l, four neighbours of the batch)
// Close     10⁻⁶; a draw is exact but where its number is as close as that to its chance
// Twin      src/kernels/images/put-rows.ts

#import grid
#import math/exponential
#import random/philox
#import random/uniform

struct Params {
  L: u32,
  M: u32,
  B: u32,
  D: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // [L, 2]
@group(0) @binding(2) var<storage, read> clock: array<u32>;         // [1]
@group(0) @binding(3) var<storage, read> kinds: array<u32>;         // [L]
@group(0) @binding(4) var<storage, read> batch: array<f32>;         // [L, B, D]
@group(0) @binding(5) var<storage, read_write> rows: array<f32>;    // [L, M, D]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let extent = params.B * params.D;
  let fours = (extent + 3u) / 4u;
  let i = gridIndex(invocation, groups);
  if i >= params.L * fours {
    return;
  }
  let l = i / fours;
  let first = 4u * (i - l * fours);
  let kind = kinds[l];
  var level = vec4f();
  if kind == 2u {
    var at = randomAddress(keys[l], params.stream, params.generation, first / 4u);
    at.step = clock[0];
    at.draw = 1u;
    level = uniformOf(randomBits(at));
  }
  for (var e = first; e < min(first + 4u, extent); e++) {
    let row = clock[0] * params.B + e / params.D;
    if row >= params.M {
      return;
    }
    var value = batch[l * extent + e];
    if kind != 0u {
      let small = exponential(-abs(value));
      value = select(small, 1.0, value >= 0.0) / (1.0 + small);
    }
    if kind == 2u {
      value = select(0.0, 1.0, level[e - first] < value);
    }
    rows[(l * params.M + row) * params.D + e % params.D] = value;
  }
}
