// linear/row-sums — the sum over the rows of a matrix: the gradient of a bias.
//
//   out[l, n] = Σ_m x[l, m, n] (+ out[l, n])
//
// Axes      L lineages · M rows · N columns
// Grid      one invocation per (l, n)
// Close     eight running sums in single precision of every eighth row, then those left over
// Twin      src/kernels/linear/row-sums.ts

#import grid

struct Params {
  L: u32,
  M: u32,
  N: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;          // [L, M, N]
@group(0) @binding(2) var<storage, read_write> out: array<f32>;  // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = gridIndex(invocation, groups);
  let N = params.N;
  if at >= params.L * N {
    return;
  }
  let l = at / N;
  let start = l * params.M * N + (at - l * N);
  let whole = params.M & ~7u;
  var low = vec4f();
  var high = vec4f();
  var m = 0u;
  for (; m < whole; m += 8u) {
    let p = start + m * N;
    let q = p + 4u * N;
    low += vec4f(x[p], x[p + N], x[p + 2u * N], x[p + 3u * N]);
    high += vec4f(x[q], x[q + N], x[q + 2u * N], x[q + 3u * N]);
  }
  var rest = 0.0;
  for (; m < params.M; m++) {
    rest += x[start + m * N];
  }
  let four = low + high;
  var sum = ((four.x + four.y) + (four.z + four.w)) + rest;
  if params.accumulate != 0u {
    sum += out[at];
  }
  out[at] = sum;
}
