// layers/attention-backward-panels — the gradients of queries, keys and values at once, by panels.
//
//   gradient of query[m] = Σ change[m, n] · key[n]        over n ≤ m
//   gradient of key[n] = Σ change[m, n] · query[m]        over m ≥ n
//   gradient of value[n] = Σ p[m, n] · gradientOut[m]     over m ≥ n
//   p[m, n] = exp(query[m] · key[n] / √W - logSums[l, b, h, m])
//   change[m, n] = p[m, n] (gradientOut[m] · value[n] - deltas[l, b, h, m]) / √W
//   deltas[l, b, h, m] = gradientOut[m] · out[m], each within head h
//
// Each lane of a quad keeps eight of 32 keys with their values, the panel, and the gradients of both.
// Four rows at a time, one a lane, go past it: twice each lane works on its own and its neighbour's,
// and between the two it swaps with the lane after next. Scores are in bits: those of exp over ln 2.
//
// Between its phases the registers are emptied, see math/past. An index that is not constant costs as
// much as a number from a buffer where a processor plays the graphics card, hence all that is written out.
//
// Axes      L lineages · B texts of T positions · E = 3 D · D dimensions · H heads of width W = D / H
// Grid      one workgroup, a quad, per (text, head)
// Close     10⁻⁵ of the largest
// Source    Dao et al. 2022, arXiv:2205.14135, appendix B.2
// Twin      src/kernels/layers/attention-backward-panels.ts

enable subgroups;

#import grid
#import layers/attention-backward-memory
#import layers/attention-backward-rows

override FOURS: u32;  // W / 4: 2, 3, 4 or 8

struct Params {
  L: u32,
  B: u32,
  E: u32,
  D: u32,
  T: u32,
  H: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;             // [L, B, T, E]
@group(0) @binding(2) var<storage, read> out: array<vec4f>;             // [L, B, T, D]
@group(0) @binding(3) var<storage, read> gradientOut: array<vec4f>;     // [L, B, T, D]
@group(0) @binding(4) var<storage, read> logSums: array<f32>;           // [L, B, H, T]
@group(0) @binding(5) var<storage, read_write> deltas: array<f32>;      // [L, B, H, T]
@group(0) @binding(6) var<storage, read_write> gradient: array<vec4f>;  // [L, B, T, E]

fn takePanel(
  low: ptr<function, Kept>,
  high: ptr<function, Kept>,
  head: Head,
  panel: u32,
  lane: u32,
) {
  let first = panel + 8u * lane;
  var n = 0u;
  loop {
    let key = partOf(head, min(first + n, params.T - 1u), 1u);
    loadKeys(low, key, n);
    if FOURS > 4u {
      loadKeys(high, key + 4u, n);
    }
    continuing { n++; break if n >= 8u; }
  }
  beginSums(low, head, first, 0u);
  if FOURS > 4u {
    beginSums(high, head, first, 4u);
  }

  var r = panel;
  loop {
    takeRows(low, high, head, panel, r, lane);
    continuing { r += 4u; break if r >= params.T; }
  }

  n = 0u;
  loop {
    if first + n < params.T {
      let key = partOf(head, first + n, 1u);
      storeKeys(low, key, n);
      if FOURS > 4u {
        storeKeys(high, key + 4u, n);
      }
    }
    continuing { n++; break if n >= 8u; }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let i = workgroupIndex(group, groups);
  if i >= params.L * params.B * params.H {
    return;
  }
  let head = headAt(i);
  var low: Kept;
  var high: Kept;
  var panel = 0u;
  loop {
    takePanel(&low, &high, head, panel, invocation & 3u);
    continuing { panel += 32u; break if panel >= params.T; }
  }
}
