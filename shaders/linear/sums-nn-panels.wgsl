// linear/sums-nn-panels — what a panel and a row of a b are.

// Number i of the fours of k and of columns, of which j are skipped.
fn fillPanel(kept: ptr<function, Kept>, tile: Tile, k: u32, j: u32, i: u32) {
  let step = params.N / 4u;
  let at = (tile.lineage * params.K + k + (i & ~3u)) * step + tile.column + j + (i & 3u);
  let four = transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
  (*kept)[4u * i] = four[0];
  (*kept)[4u * i + 1u] = four[1];
  (*kept)[4u * i + 2u] = four[2];
  (*kept)[4u * i + 3u] = four[3];
}

// Where the row of a begins, at k, that the lane loads of four; behind the last row, the last.
fn ownOf(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  let row = tile.lineage * params.M + min(tile.row + r + lane, params.M - 1u);
  return (row * params.K + k) / 4u;
}

fn ownFour(own: u32, four: u32) -> vec4f {
  return a[own + four];
}
