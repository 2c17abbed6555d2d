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

fn loadKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  (*kept)[KEYS + 4u * n + j] = qkv[key + j];
  (*kept)[VALUES + 4u * n + j] = qkv[key + params.D / 4u + j];
}

fn loadKeys(kept: ptr<function, Kept>, key: u32, n: u32) {
  loadKey(kept, key, n, 0u);
  loadKey(kept, key, n, 1u);
  if FOURS > 2u {
    loadKey(kept, key, n, 2u);
  }
  if FOURS > 3u {
    loadKey(kept, key, n, 3u);
  }
}

fn storeKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  // The queries that these were summed over were in bits.
  gradient[key + j] = (*kept)[KEY_SUMS + 4u * n + j] * LN_2;
  gradient[key + params.D / 4u + j] = (*kept)[VALUE_SUMS + 4u * n + j];
}

fn storeKeys(kept: ptr<function, Kept>, key: u32, n: u32) {
  storeKey(kept, key, n, 0u);
  storeKey(kept, key, n, 1u);
  if FOURS > 2u {
    storeKey(kept, key, n, 2u);
  }
  if FOURS > 3u {
    storeKey(kept, key, n, 3u);
  }
}

fn clearKey(kept: ptr<function, Kept>, at: u32) {
  (*kept)[at] = vec4f();
  (*kept)[at + 1u] = vec4f();
  if FOURS > 2u {
    (*kept)[at + 2u] = vec4f();
  }
  if FOURS > 3u {
    (*kept)[at + 3u] = vec4f();
  }
}

fn clearKeys(kept: ptr<function, Kept>, at: u32) {
  clearKey(kept, at);
  clearKey(kept, at + 4u);
  clearKey(kept, at + 8u);
  clearKey(kept, at + 12u);
  clearKey(kept, at + 16u);
  clearKey(kept, at + 20u);
  clearKey(kept, at + 24u);
  clearKey(kept, at + 28u);
}

// The sums of eight keys begin with what is there, or with nothing: then with a single turn.
fn beginSums(kept: ptr<function, Kept>, head: Head, first: u32, skipped: u32) {
  clearKeys(kept, KEY_SUMS);
  clearKeys(kept, VALUE_SUMS);
  let isAdded = params.accumulate == 1u;
  let count = min(FOURS, 4u);
  var i = select(16u * count - 1u, 0u, isAdded);
  loop {
    let j = i % count;
    let key = (i / count) % 8u;
    let part = i / (8u * count);
    let place = partOf(head, min(first + key, params.T - 1u), 1u + part) + skipped;
    let factor = select(LOG2_E, 1.0, part == 1u);
    (*kept)[KEY_SUMS + 32u * part + 4u * key + j] =
      select(vec4f(), gradient[place + j] * factor, isAdded);
    continuing { i++; break if i >= 16u * count; }
  }
}

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
