// text/variety — how many of the tokens of a text are different ones.
//
//   scores[l, n] = |{t : texts[l, n, s] ≠ texts[l, n, t] for all s < t}| / T
//
// Axes      L lineages · N texts · T tokens of a text
// Grid      one invocation per (l, n)
// Close     10⁻⁶ relative
// Source    the type-token ratio: Johnson 1944, Psychological Monographs 56 (2)
// Twin      src/kernels/text/variety.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  T: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> texts: array<u32>;           // [L, N, T]
@group(0) @binding(2) var<storage, read_write> scores: array<f32>;    // [L, N]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let first = i * params.T;
  var different = 0u;
  for (var t = first; t < first + params.T; t++) {
    var s = first;
    for (; s < t; s++) {
      if texts[s] == texts[t] {
        break;
      }
    }
    different += select(0u, 1u, s == t);
  }
  scores[i] = f32(different) / f32(params.T);
}
