// linear/sums-tn-panels — what a panel and four rows of aᵀ b are.
//
// Each lane loads its own of four k of four rows, which go round; its panel has the rows of b in the
// order in which those k come to it.

fn turned(lane: u32, i: u32) -> u32 {
  return i;
}

// Row k + i of b or a neighbour of it.
fn fillPanel(panel: ptr<function, array<vec4f, 256>>, tile: Tile, lane: u32, k: u32, i: u32) {
  let first = (tile.lineage * params.K + k + (i ^ lane)) * (params.N / 4u) + tile.column;
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

// Where four columns of a lie, at k, in the row that the lane loads; behind the last, the last.
fn ownOf(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  let M = params.M / 4u;
  return (tile.lineage * params.K + k + lane) * M + min((tile.row + r) / 4u, M - 1u);
}

// Fours of k of four columns of a.
fn fourRows(own: u32, four: u32) -> mat4x4f {
  let x = a[own + four * params.M];
  return transpose(mat4x4f(x, quadSwapX(x), quadSwapY(x), quadSwapDiagonal(x)));
}
