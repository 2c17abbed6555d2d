// layers/attention-tile — where the heads of four neighbouring positions lie.
//
// An invocation keeps four positions and goes over the others in fours. Four positions that reach
// beyond their text read its last row again and write nothing there.
//
// Twin      none of its own: see layers/attention-forward

struct Tile {
  first: u32,   // row, over all lineages, of the text's first position
  place: u32,   // of the four, within the text
  column: u32,  // of the head, within D
  score: u32,   // place in [L, B, H, T] of the text's first position
}

const BLOCKED = -1e30;
const OFFSETS = vec4u(0u, 1u, 2u, 3u);

// Number i of all (text, head, four positions), positions fastest.
fn tileOf(i: u32) -> Tile {
  let fours = (params.T + 3u) / 4u;
  let textAndHead = i / fours;
  let text = textAndHead / params.H;
  let head = textAndHead - text * params.H;
  let place = 4u * (i - textAndHead * fours);
  let column = head * (params.D / params.H);
  return Tile(text * params.T, place, column, textAndHead * params.T);
}

fn tileCount() -> u32 {
  return params.L * params.B * params.H * ((params.T + 3u) / 4u);
}

// Rows of four positions, from `place` on.
fn rowsOf(tile: Tile, place: u32) -> vec4u {
  return tile.first + min(place + OFFSETS, vec4u(params.T - 1u));
}

// Places of four positions in [L, B, H, T], from `place` on.
fn scoresOf(tile: Tile, place: u32) -> vec4u {
  return tile.score + min(place + OFFSETS, vec4u(params.T - 1u));
}

// The columns of a head that are left from `w` on.
fn columnsLeft(w: u32) -> u32 {
  return params.D / params.H - w;
}

fn queriesAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  return qkvAt(rows, column, left);
}

fn keysAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  return qkvAt(rows, params.D + column, left);
}

fn valuesAt(rows: vec4u, column: u32, left: u32) -> mat4x4f {
  return qkvAt(rows, 2u * params.D + column, left);
}
