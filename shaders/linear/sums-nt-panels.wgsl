// linear/sums-nt-panels — what a panel and four rows of a bᵀ are.

fn turned(lane: u32, i: u32) -> u32 {
  return lane ^ i;
}

// Four k of four columns of bᵀ.
fn fillPanel(panel: ptr<function, array<vec4f, 256>>, tile: Tile, lane: u32, k: u32, i: u32) {
  let K = params.K / 4u;
  let n = tile.lineage * params.N + 4u * (tile.column + i % 4u);
  let first = n * K + k / 4u + i / 4u;
  (*panel)[4u * i] = b[first];
  (*panel)[4u * i + 1u] = b[first + K];
  (*panel)[4u * i + 2u] = b[first + 2u * K];
  (*panel)[4u * i + 3u] = b[first + 3u * K];
}

// Four k of four columns of bᵀ, by columns.
fn columnsOf(columns: mat4x4f) -> mat4x4f {
  return columns;
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
