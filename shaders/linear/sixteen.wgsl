// linear/sixteen — which 16 rows and 8 columns of a product an invocation works out.
//
// Four neighbours have the same rows: the fours of columns are rounded up to whole quads.

struct Tile {
  lineage: u32,
  row: u32,
  column: u32,
}

fn tilesAcross() -> u32 {
  return 4u * ((params.N + 31u) / 32u);
}

fn tileCount() -> u32 {
  return params.L * ((params.M + 15u) / 16u) * tilesAcross();
}

fn tileAt(at: u32) -> Tile {
  let across = tilesAcross();
  let down = (params.M + 15u) / 16u;
  return Tile(at / (across * down), 16u * ((at / across) % down), 8u * (at % across));
}

fn storeTile(tile: Tile, rows: array<mat2x4f, 16>) {
  for (var i = 0u; i < 16u; i++) {
    store(tile.lineage, tile.row + i, tile.column, rows[i][0]);
    store(tile.lineage, tile.row + i, tile.column + 4u, rows[i][1]);
  }
}
