// linear/panel-tile — up to 512 rows and 64 or 128 columns of a product, worked out by a quad.
//
// Each lane keeps some k of its 16 or 32 columns of b, the panel, and takes four rows at a time past
// it, of which it has one itself and which go round by swaps. A processor that plays a graphics card
// pays for a number from a buffer as for thirty multiplications, and next to nothing for one of a
// private array at a constant index. Its loops take a turn more where they test at the beginning.
//
// A file that imports this says what is in the panel and in a row: `fourOf`, `rowAt`, `fourOfRow`.

override ADDED: u32;    // what is added besides the bias where asked: 1 for out, 2 for the residual
override PANEL: u32;    // k that are kept, 64 or 128
override COLUMNS: u32;  // of a quad, 64 or 128; not both are 128
override CORES: u32;    // that work on tiles
override AFTER: u32;    // 1 makes zero of what is negative, 2 of all where the residual is not positive

// A lane's columns of a row. A number costs less to load or to store where others have the same index.
alias Columns = array<vec4f, 4>;

struct Tile {
  lineage: u32,
  row: u32,
  column: u32,  // the first of the lane's, in fours
}

// What the sums of the lane's columns begin with, in fours.
struct Starts {
  low: mat4x4f,
  high: mat4x4f,  // of the second 64
}

// How long all tiles take, where one of so many rows fills its panel in the time of 26 more.
fn timeOf(rows: u32) -> u32 {
  let tiles = params.L * (params.N / COLUMNS) * ((params.M + rows - 1u) / rows);
  return (tiles + CORES - 1u) / CORES * (26u + min(rows, params.M));
}

// The more rows, the less often is a panel filled; but no core is to wait for long.
fn rowsOfTile() -> u32 {
  var best = 32u;
  var rows = 64u;
  loop {
    best = select(best, rows, timeOf(rows) <= timeOf(best));
    continuing {
      rows *= 2u;
      break if rows > 512u;
    }
  }
  return best;
}

fn tileCount() -> u32 {
  let rows = rowsOfTile();
  return params.L * ((params.M + rows - 1u) / rows) * (4u * params.N / COLUMNS);
}

fn tileAt(at: u32) -> Tile {
  let rows = rowsOfTile();
  let across = 4u * params.N / COLUMNS;
  let down = (params.M + rows - 1u) / rows;
  let column = COLUMNS / 4u * (at % across / 4u) + 4u * (at & 3u);
  return Tile(at / (across * down), rows * ((at / across) % down), column);
}

fn biasOf(tile: Tile, j: u32) -> vec4f {
  let at = tile.lineage * (params.N / 4u) + tile.column + j;
  // What is bound where there is no bias is as long as one four.
  return select(vec4f(), bias[select(0u, at, params.X > 0u)], params.X > 0u);
}

fn startsOf(tile: Tile) -> Starts {
  let low = mat4x4f(biasOf(tile, 0u), biasOf(tile, 1u), biasOf(tile, 2u), biasOf(tile, 3u));
  var high = mat4x4f();
  if COLUMNS > 64u {
    high = mat4x4f(biasOf(tile, 16u), biasOf(tile, 17u), biasOf(tile, 18u), biasOf(tile, 19u));
  }
  return Starts(low, high);
}
