// bench/multiply-add — multiplications and additions alone: the most that a product can reach.
//
//   c ← c x + (1 - x)        again and again, in eight chains; all of them tend to 1
//
// Eight chains keep a unit busy while results are under way. With a factor for each of four lanes they
// and what they are worked with take 16 registers, as a shader that does not count them would; with one
// factor for all they take 10, and stay in those of a processor, which has 16 for everything. No chain
// begins as another does, or a compiler might work them out as one.
//
// Axes      N invocations
// Grid      one invocation per n
// Close     10⁻⁶
// Twin      src/kernels/bench/multiply-add.ts

#import grid

override FACTORS: u32;  // 4, or 1 for all

struct Params {
  N: u32,
  rounds: u32,  // of 64 multiplications and 64 additions each
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> factors: array<vec4f>;    // [N, 4], within (0, 1)
@group(0) @binding(2) var<storage, read_write> means: array<f32>;  // [N], over the chains

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n >= params.N {
    return;
  }
  let four = factors[n];
  var x = four;
  if FACTORS == 1u {
    x = vec4f(four.x);
  }
  let y = 1.0 - x;
  var p = four;
  var q = -four;
  for (var round = 0u; round < params.rounds; round++) {
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
    p = fma(p, x, y);
    q = fma(q, x, y);
  }
  means[n] = dot(p + q, vec4f(0.125));
}
