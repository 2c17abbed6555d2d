// linear/quad-tile — which 32 rows and 8 columns of a product an invocation works out.
//
// Four neighbours have the same rows: the fours of columns are rounded up to whole quads. What one
// of them loads of a row goes round by swaps, which are single shuffles where broadcasts are many.

struct Tile {
  lineage: u32,
  row: u32,
  column: u32,
}

// 8 columns each of four rows.
struct FourRows {
  c0: mat2x4f,
  c1: mat2x4f,
  c2: mat2x4f,
  c3: mat2x4f,
}

fn tilesAcross() -> u32 {
  return 4u * ((params.N + 31u) / 32u);
}

fn tileCount() -> u32 {
  return params.L * ((params.M + 31u) / 32u) * tilesAcross();
}

fn tileAt(at: u32) -> Tile {
  let across = tilesAcross();
  let down = (params.M + 31u) / 32u;
  return Tile(at / (across * down), 32u * ((at / across) % down), 8u * (at % across));
}

// Four k of four rows, of which each lane has its own: its row i is number `lane ^ i` of the four.
fn goneRound(sums: FourRows, left: mat4x4f, right: mat4x4f, own: vec4f) -> FourRows {
  return FourRows(
    sums.c0 + eight(left, right, own),
    sums.c1 + eight(left, right, quadSwapX(own)),
    sums.c2 + eight(left, right, quadSwapY(own)),
    sums.c3 + eight(left, right, quadSwapDiagonal(own)),
  );
}

// Where the row of a begins, in fours of k, that a lane loads of the four from number `first` on.
fn rowOfA(tile: Tile, first: u32, lane: u32) -> u32 {
  let row = min(tile.row + first + lane, params.M - 1u);
  return (tile.lineage * params.M + row) * (params.K / 4u);
}

// Nothing is stored outside the product. `turn` is the lane where rows went round, else 0.
fn storeTile(tile: Tile, turn: u32, rows: array<mat2x4f, 32>) {
  if tile.column >= params.N {
    return;
  }
  let second = min(tile.column + 4u, params.N - 4u);
  var added = mat2x4f();
  if params.X > 0u {
    let start = tile.lineage * params.N;
    added = mat2x4f(bias[(start + tile.column) / 4u], bias[(start + second) / 4u]);
  }
  for (var i = 0u; i < 64u; i++) {
    let row = tile.row + ((i / 2u) ^ turn);
    let isSecond = i % 2u == 1u;
    let column = tile.column + select(0u, 4u, isSecond);
    store(tile.lineage, row, column, rows[i / 2u][i % 2u] + select(added[0], added[1], isSecond));
  }
}

fn store(lineage: u32, row: u32, column: u32, sums: vec4f) {
  if row >= params.M || column >= params.N {
    return;
  }
  let at = ((lineage * params.M + row) * params.N + column) / 4u;
  var value = sums;
  if params.Y > 0u {
    value += residual[at];
  }
  if params.accumulate != 0u {
    value += out[at];
  }
  out[at] = value;
}
