// pool/keep-best — the samples with the highest scores, an exact count of those that are there.
//
//   kept[l, n] = weight[r, n] for the round(share[l] · count) best, else 0
//
// Scores are numbers in the order of their bits; 32 looks at all of them find the lowest that is
// good enough. Of equals the first are taken.
//
// Axes      L lineages · N samples · R rows of weights: L, or 1 that all lineages share
// Grid      one invocation per l
// Exact     bit for bit as the twin
// Twin      src/kernels/pool/keep-best.ts

#import grid

struct Params {
  L: u32,
  N: u32,
  R: u32,
  rows: u32,  // the first of the N that count
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;        // [L, N]
@group(0) @binding(2) var<storage, read> weight: array<f32>;        // [R, N]
@group(0) @binding(3) var<storage, read> share: array<f32>;         // [L], 0 to 1
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;    // [L, N]

// Ascends as the scores do.
fn rankOf(score: f32) -> u32 {
  let bits = bitcast<u32>(score);
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let first = l * params.N;
  let own = min(l, params.R - 1u) * params.N;
  var count = 0u;
  for (var n = 0u; n < params.rows; n++) {
    count += select(0u, 1u, weight[own + n] > 0.0);
  }
  let wanted = u32(floor(share[l] * f32(count) + 0.5));

  // The highest rank that at least as many as are wanted reach.
  var least = 0u;
  for (var bit = 0x80000000u; bit > 0u; bit >>= 1u) {
    var reaching = 0u;
    for (var n = 0u; n < params.rows; n++) {
      let reaches = weight[own + n] > 0.0 && rankOf(scores[first + n]) >= (least | bit);
      reaching += select(0u, 1u, reaches);
    }
    least = select(least, least | bit, reaching >= wanted);
  }
  var better = 0u;
  for (var n = 0u; n < params.rows; n++) {
    let isBetter = weight[own + n] > 0.0 && rankOf(scores[first + n]) > least;
    better += select(0u, 1u, isBetter);
  }
  var left = wanted - min(wanted, better);
  for (var n = 0u; n < params.N; n++) {
    var result = 0.0;
    if n < params.rows && wanted > 0u && weight[own + n] > 0.0 {
      let rank = rankOf(scores[first + n]);
      if rank > least || (rank == least && left > 0u) {
        result = weight[own + n];
        left -= select(0u, 1u, rank == least);
      }
    }
    kept[first + n] = result;
  }
}
