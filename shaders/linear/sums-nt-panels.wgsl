// linear/sums-nt-panels — what a panel and a row of a bᵀ are.

// Four k of four columns, j fours on.
fn fourOf(tile: Tile, k: u32, j: u32) -> mat4x4f {
  let step = params.K / 4u;
  let at = (tile.lineage * params.N + 4u * (tile.column + j)) * step + k / 4u;
  return mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]);
}

// Only gradients of weights have a use for these.
fn sumOf(four: mat4x4f) -> vec4f {
  return vec4f();
}

fn storeSums(sums: vec4f, tile: Tile, k: u32, j: u32, isInside: bool) {
}

// The row of a that the lane loads of four, from k on in parts of 64; behind the last row, the last.
fn rowAt(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  let row = tile.lineage * params.M + min(tile.row + r + lane, params.M - 1u);
  return (row * params.K + k) / 64u;
}

fn fourOfRow(at: u32, i: u32, lane: u32) -> vec4f {
  return a[at][i];
}
