// layers/attention-tile — where the heads of four neighbouring positions lie.
//
// An invocation keeps four positions and goes over the others in fours. What of its four lies beyond
// the text is the last position once more, computed alike. Nothing here is indexed by a variable,
// which would take registers into memory, and nothing in a loop divides. An entry file says by STEP
// how far apart two fours of columns are in its arrays, and by startsOf where rows begin.
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

// Four positions from `place` on, none beyond the text.
fn within(place: u32) -> vec4u {
  return min(place + OFFSETS, vec4u(params.T - 1u));
}

// Each column times a number of its own.
fn scaled(columns: mat4x4f, by: vec4f) -> mat4x4f {
  return mat4x4f(columns[0] * by.x, columns[1] * by.y, columns[2] * by.z, columns[3] * by.w);
}

// 1 / √W
fn inverseRoot() -> f32 {
  return 1.0 / sqrt(f32(params.D / params.H));
}

// Where the head's queries, keys or values of given rows begin in `qkv`: part 0, 1 or 2.
fn partOf(tile: Tile, rows: vec4u, part: u32) -> vec4u {
  return startsOf(rows, params.E, part * params.D + tile.column);
}

// Where the head of given rows begins in `out` and its gradient.
fn headOf(tile: Tile, rows: vec4u) -> vec4u {
  return startsOf(rows, params.D, tile.column);
}
