// linear/sums-nn-panels — what a panel and four rows of a b are.

fn turned(lane: u32, i: u32) -> u32 {
  return lane ^ i;
}

// Row k + i of b.
fn fillPanel(panel: ptr<function, array<vec4f, 256>>, tile: Tile, lane: u32, k: u32, i: u32) {
  let first = (tile.lineage * params.K + k + i) * (params.N / 4u) + tile.column;
  let at = 16u * (i / 4u) + i % 4u;
  (*panel)[at] = b[first];
  (*panel)[at + 4u] = b[first + 1u];
  (*panel)[at + 8u] = b[first + 2u];
  (*panel)[at + 12u] = b[first + 3u];
}

// Four columns of four rows of b, by rows.
fn columnsOf(rows: mat4x4f) -> mat4x4f {
  return transpose(rows);
}

// Where the row of a begins, at k, that the lane loads of four; behind the last row, the last.
fn ownOf(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  let row = tile.lineage * params.M + min(tile.row + r + lane, params.M - 1u);
  return (row * params.K + k) / 4u;
}

// Fours of k of four rows of a.
fn fourRows(own: u32, four: u32) -> mat4x4f {
  let x = a[own + four];
  return mat4x4f(x, quadSwapX(x), quadSwapY(x), quadSwapDiagonal(x));
}
