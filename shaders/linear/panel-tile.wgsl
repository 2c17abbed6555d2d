// linear/panel-tile — up to 256 rows and 64 columns of a product, worked out by a quad.
//
// Each lane keeps 64 k of its 16 columns of b, the panel, and takes four rows at a time past it, which
// go round as in linear/quad-tile. So the sums of 64 k are in no loop: a processor that plays a
// graphics card writes what a loop carries once a turn, and pays for a number from a buffer as for
// twenty multiplications. Its loops take a turn more than they need where they test at the beginning.
//
// A file that imports this says what is in the panel and in four rows: `fillPanel`, `columnsOf`,
// `ownOf`, `fourRows`, and `turned`, the row that a lane has in place of number i of four.

override ADDED: u32;  // 0 to write sums, 1 to add to out where asked, 2 to add the residual, too

struct Tile {
  lineage: u32,
  row: u32,
  column: u32,  // the first of the lane's, in fours
}

// Four rows, a column of each matrix, and four columns of the product in each of four matrices.
struct Sums {
  s0: mat4x4f,
  s1: mat4x4f,
  s2: mat4x4f,
  s3: mat4x4f,
}

// The more rows, the less often is a panel filled; but there is to be work for all cores.
fn rowsOfTile() -> u32 {
  let across = params.L * (params.N / 64u);
  let most = select(64u, 128u, across * (params.M / 128u) >= 4u);
  return select(most, 256u, across * (params.M / 256u) >= 4u);
}

fn tileCount() -> u32 {
  let rows = rowsOfTile();
  return params.L * ((params.M + rows - 1u) / rows) * (params.N / 16u);
}

fn tileAt(at: u32) -> Tile {
  let rows = rowsOfTile();
  let across = params.N / 16u;
  let down = (params.M + rows - 1u) / rows;
  return Tile(at / (across * down), rows * ((at / across) % down), 4u * (at % across));
}

fn sumsOfRow(c: vec4f, x: vec4f, columns: mat4x4f) -> vec4f {
  return vec4f(
    dot(columns[0], x) + c.x,
    dot(columns[1], x) + c.y,
    dot(columns[2], x) + c.z,
    dot(columns[3], x) + c.w,
  );
}

// Four k more. A column of x is four k of a row, one of `columns` the same of a column of b.
fn sumsOfFour(c: mat4x4f, x: mat4x4f, columns: mat4x4f) -> mat4x4f {
  return mat4x4f(
    sumsOfRow(c[0], x[0], columns),
    sumsOfRow(c[1], x[1], columns),
    sumsOfRow(c[2], x[2], columns),
    sumsOfRow(c[3], x[3], columns),
  );
}

fn panelAt(panel: ptr<function, array<vec4f, 256>>, at: u32) -> mat4x4f {
  return columnsOf(mat4x4f((*panel)[at], (*panel)[at + 1u], (*panel)[at + 2u], (*panel)[at + 3u]));
}

fn step(c: Sums, x: mat4x4f, panel: ptr<function, array<vec4f, 256>>, at: u32) -> Sums {
  return Sums(
    sumsOfFour(c.s0, x, panelAt(panel, at)),
    sumsOfFour(c.s1, x, panelAt(panel, at + 4u)),
    sumsOfFour(c.s2, x, panelAt(panel, at + 8u)),
    sumsOfFour(c.s3, x, panelAt(panel, at + 12u)),
  );
}

// Four columns of the bias in four rows.
fn biasOf(tile: Tile, j: u32) -> mat4x4f {
  let at = tile.lineage * (params.N / 4u) + tile.column + j;
  // What is bound where there is no bias is as long as one four.
  let four = select(vec4f(), bias[select(0u, at, params.X > 0u)], params.X > 0u);
  return mat4x4f(four, four, four, four);
}
