// linear/tile — which 8 rows and 8 columns of a product an invocation works out.
//
// Neighbouring invocations take neighbouring columns, so that they read the same rows of a.

struct Tile {
  lineage: u32,
  row: u32,
  column: u32,
}

fn tileCount() -> u32 {
  return params.L * ((params.M + 7u) / 8u) * ((params.N + 7u) / 8u);
}

fn tileAt(at: u32) -> Tile {
  let across = (params.N + 7u) / 8u;
  let down = (params.M + 7u) / 8u;
  return Tile(at / (across * down), 8u * ((at / across) % down), 8u * (at % across));
}

fn storeTile(tile: Tile, rows: array<mat2x4f, 8>) {
  for (var i = 0u; i < 8u; i++) {
    store(tile.lineage, tile.row + i, tile.column, rows[i][0]);
    store(tile.lineage, tile.row + i, tile.column + 4u, rows[i][1]);
  }
}
