// bench/load-numbers — loads alone: what it costs to fetch the numbers that are worked with.
//
//   sums[n] = Σ over the rounds of numbers[f]        f eight fours from one that depends on n
//
// Axes      N invocations · C fours of numbers, a multiple of eight
// Grid      one invocation per n
// Exact     whole numbers whose sum is below 2²⁴
// Twin      src/kernels/bench/load-numbers.ts

#import grid

struct Params {
  N: u32,
  C: u32,
  rounds: u32,  // of eight loads of four numbers each, one at least
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> numbers: array<vec4f>;   // [C, 4]
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;  // [N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = gridIndex(invocation, groups);
  if n >= params.N {
    return;
  }
  var low = vec4f();
  var high = vec4f();
  var round = 0u;
  loop {
    let f = 8u * ((n + round) % (params.C / 8u));
    low += (numbers[f] + numbers[f + 1u]) + (numbers[f + 2u] + numbers[f + 3u]);
    high += (numbers[f + 4u] + numbers[f + 5u]) + (numbers[f + 6u] + numbers[f + 7u]);
    continuing { round++; break if round >= params.rounds; }
  }
  sums[n] = dot(low + high, vec4f(1.0));
}
