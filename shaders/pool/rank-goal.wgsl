// pool/rank-goal — four more bits of the rank that as many as are wanted reach.
//
//   goal[l, 0] += digit · 2^shift        the largest digit that Σ_c counts[l, c, digit] ≥ goal[l, 1]
//   goal[l, 1] = round(share[l] · all that are there), which the first step finds: that at shift 28
//
// Axes      L lineages · C chunks of samples
// Units     the goal is a rank and a number of samples
// Grid      one invocation per l
// Exact     bit for bit as the twin
// Twin      src/kernels/pool/rank-goal.ts

#import grid

struct Params {
  L: u32,
  C: u32,
  shift: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> share: array<f32>;          // [L], 0 to 1
@group(0) @binding(2) var<storage, read> counts: array<u32>;         // [L, C, 16]
@group(0) @binding(3) var<storage, read_write> goal: array<vec2u>;   // [L, 2]

fn reaching(l: u32, digit: u32) -> u32 {
  var sum = 0u;
  for (var c = l * params.C; c < (l + 1u) * params.C; c++) {
    sum += counts[16u * c + digit];
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var found = goal[l];
  if params.shift == 28u {
    found = vec2u(0u, u32(floor(share[l] * f32(reaching(l, 0u)) + 0.5)));
  }
  var digit = 0u;
  for (var bit = 8u; bit > 0u; bit >>= 1u) {
    digit = select(digit, digit | bit, reaching(l, digit | bit) >= found.y);
  }
  goal[l] = vec2u(found.x + (digit << params.shift), found.y);
}
