// markov/surprise — by how much each token of texts surprises a chain that knows the one before it.
//
//   surprise[l, n, t] = -ln P(token t after token t - 1)
//
// The first token costs nothing, or, where `first` is 1, what its being a beginning does.
//
// Axes      L lineages · N texts · T tokens · V vocabulary
//           S texts of: L, or 1 that all lineages share · R chains: the same
// Units     nats; infinite for what cannot follow
// Grid      one invocation per (l, n, t)
// Close     10⁻⁶
// Twin      src/kernels/markov/surprise.ts

#import grid
#import math/infinity
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  T: u32,
  V: u32,
  S: u32,
  R: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> texts: array<u32>;             // [S, N, T]
@group(0) @binding(2) var<storage, read> starts: array<u32>;            // [R, V] running sums
@group(0) @binding(3) var<storage, read> upTo: array<u32>;              // [R, V, V] running sums
@group(0) @binding(4) var<storage, read_write> surprise: array<f32>;    // [L, N, T]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  let each = params.N * params.T;
  if i >= params.L * each {
    return;
  }
  let l = i / each;
  let t = i % params.T;
  let V = params.V;
  let place = min(l, params.S - 1u) * each + i - l * each;
  let r = min(l, params.R - 1u);
  if t == 0u && params.first == 0u {
    surprise[i] = 0.0;
    return;
  }
  let row = (r * V + texts[place - min(t, 1u)]) * V;
  let seen = select(upTo[row + V - 1u], 0u, t == 0u);
  let total = select(seen, starts[r * V + V - 1u], seen == 0u);
  let token = texts[place];
  let last = max(token, 1u) - 1u;
  var count = select(upTo[row + token], starts[r * V + token], seen == 0u);
  if token > 0u {
    count -= select(upTo[row + last], starts[r * V + last], seen == 0u);
  }
  if count == 0u {
    surprise[i] = plusInfinity();
  } else {
    surprise[i] = -logarithm(f32(count) / f32(total));
  }
}
