// linear/sums-nt-panels — what a panel and a row of a bᵀ are.

// Number i of the fours of k and of columns, of which j are skipped.
fn fillPanel(kept: ptr<function, Kept>, tile: Tile, k: u32, j: u32, i: u32) {
  let step = params.K / 4u;
  let at = (tile.lineage * params.N + 4u * (tile.column + j + (i & 3u))) * step + k / 4u + i / 4u;
  (*kept)[4u * i] = b[at];
  (*kept)[4u * i + 1u] = b[at + step];
  (*kept)[4u * i + 2u] = b[at + 2u * step];
  (*kept)[4u * i + 3u] = b[at + 3u * step];
}

// Where the row of a begins, at k, that the lane loads of four; behind the last row, the last.
fn ownOf(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  let row = tile.lineage * params.M + min(tile.row + r + lane, params.M - 1u);
  return (row * params.K + k) / 4u;
}

fn ownFour(own: u32, four: u32) -> vec4f {
  return a[own + four];
}
