// decoding/penalize — makes what a text has said already less likely, in place.
//
//   scores[r, v] ← scores[r, v] · penalty where negative, else scores[r, v] / penalty    v in the text
//   scores[r, v] ← LOG_ZERO        where v would repeat n tokens in a row, and for the forbidden token
//
// The text is the prompt and what was added to it. Only the invocation at the first occurrence of a
// token touches its score, so that no two meet.
//
// Axes      L lineages · N texts · R = N K rows · S tokens of a prompt · T new tokens · V vocabulary
// Grid      one invocation per (l, r, position), and one more for the forbidden token
// Exact     but for the rounding of one product
// Source    Keskar et al. 2019, arXiv:1909.05858 (4.1); Paulus et al. 2018, arXiv:1705.04304 (2.5)
// Twin      src/kernels/decoding/penalize.ts

#import grid
#import math/logarithm

struct Params {
  L: u32,
  N: u32,
  R: u32,
  S: u32,
  T: u32,
  V: u32,
  ngram: u32,      // n; 0 lets everything repeat
  forbidden: u32,  // V or more where there is none
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;         // [1], new tokens so far
@group(0) @binding(2) var<storage, read> penalty: array<f32>;       // [L], 1 for none
@group(0) @binding(3) var<storage, read> prompts: array<u32>;       // [L, N, S]
@group(0) @binding(4) var<storage, read> history: array<u32>;       // [L, R, T]
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;  // [L, R, V]

fn tokenAt(row: u32, text: u32, u: u32) -> u32 {
  if u < params.S {
    return prompts[text * params.S + u];
  }
  return history[row * params.T + u - params.S];
}

// Whether the token at u follows what the text of that length ends with.
fn repeats(row: u32, text: u32, u: u32, length: u32) -> bool {
  let n = params.ngram;
  if n == 0u || u + 1u < n {
    return false;
  }
  for (var back = 1u; back < n; back++) {
    if tokenAt(row, text, u - back) != tokenAt(row, text, length - back) {
      return false;
    }
  }
  return true;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  let places = params.S + params.T + 1u;
  if i >= params.L * params.R * places {
    return;
  }
  let row = i / places;
  let u = i - row * places;
  if u == params.S + params.T {
    if params.forbidden < params.V {
      scores[row * params.V + params.forbidden] = LOG_ZERO;
    }
    return;
  }
  let length = params.S + clock[0];
  if u >= length {
    return;
  }
  let l = row / params.R;
  let text = l * params.N + (row - l * params.R) * params.N / params.R;
  let token = tokenAt(row, text, u);
  if token == params.forbidden {
    return;
  }
  for (var earlier = 0u; earlier < u; earlier++) {
    if tokenAt(row, text, earlier) == token {
      return;
    }
  }
  var banned = repeats(row, text, u, length);
  for (var later = u + 1u; later < length && !banned && params.ngram > 0u; later++) {
    if tokenAt(row, text, later) == token {
      banned = repeats(row, text, later, length);
    }
  }
  let at = row * params.V + token;
  let score = scores[at];
  let penalized = select(score / penalty[l], score * penalty[l], score < 0.0);
  scores[at] = select(penalized, LOG_ZERO, banned);
}
