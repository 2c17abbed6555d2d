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

// What the sums of a tile begin with: the bias of its columns.
fn beginning(tile: Tile) -> FourRows {
  var start = mat2x4f();
  if params.X > 0u {
    let at = tile.lineage * params.N;
    let column = min(tile.column, params.N - 4u);
    let second = min(tile.column + 4u, params.N - 4u);
    start = mat2x4f(bias[(at + column) / 4u], bias[(at + second) / 4u]);
  }
  return FourRows(start, start, start, start);
}

// Nothing is stored outside the product. `turn` is the lane where rows went round, else 0.
fn storeTile(tile: Tile, turn: u32, sums: array<mat2x4f, 32>) {
  if tile.column >= params.N {
    return;
  }
  let N = params.N / 4u;
  let first = tile.lineage * params.M * N + tile.column / 4u;
  let hasSecond = tile.column + 4u < params.N;
  let more = select(0u, 1u, hasSecond);
  var rows = sums;
  if params.Y > 0u {
    for (var i = 0u; i < 32u; i++) {
      let at = first + min(tile.row + (i ^ turn), params.M - 1u) * N;
      rows[i] += mat2x4f(residual[at], residual[at + more]);
    }
  }
  if params.accumulate != 0u {
    for (var i = 0u; i < 32u; i++) {
      let at = first + min(tile.row + (i ^ turn), params.M - 1u) * N;
      rows[i] += mat2x4f(out[at], out[at + more]);
    }
  }
  for (var i = 0u; i < 32u; i++) {
    let row = tile.row + (i ^ turn);
    if row < params.M {
      out[first + row * N] = rows[i][0];
      if hasSecond {
        out[first + row * N + 1u] = rows[i][1];
      }
    }
  }
}
