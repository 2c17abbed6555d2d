// linear/sums-tn-panels — what a panel and a row of aᵀ b are.

// Four k of four columns, j fours on.
fn fourOf(tile: Tile, k: u32, j: u32) -> mat4x4f {
  let step = params.N / 4u;
  let at = (tile.lineage * params.K + k) * step + tile.column + j;
  return transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
}

fn sumOf(four: mat4x4f) -> vec4f {
  return vec4f(1.0) * four;
}

// The sums of 64 k of four columns, which every row of tiles has worked out.
fn storeSums(sums: vec4f, tile: Tile, k: u32, j: u32, isInside: bool) {
  let at = select(0u, tile.lineage * (params.S / 4u) + tile.column + j, params.S > 0u);
  let before = select(vec4f(), columnSums[at], (k > 0u) | (params.accumulate != 0u));
  if isInside & (params.S > 0u) & (tile.row == 0u) {
    columnSums[at] = before + sums;
  }
}

// Where the column of a begins, at k, that the lane loads of four; behind the last, the last.
fn ownOf(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  return (tile.lineage * params.K + k) * params.M + min(tile.row + r + lane, params.M - 1u);
}

// A number costs as much alone as among four.
fn ownFour(own: u32, four: u32) -> vec4f {
  let at = own + 4u * four * params.M;
  return vec4f(a[at], a[at + params.M], a[at + 2u * params.M], a[at + 3u * params.M]);
}
