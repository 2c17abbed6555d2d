// layers/attention-tile — where the heads of four neighbouring positions lie.
//
// An invocation keeps four positions and goes over the others in fours. What of its four lies beyond
// the text is the last position once more, computed alike. Nothing here is indexed by a variable,
// which would take registers into memory, and nothing in a loop divides. Arrays are of vec4f.
//
// Twin      none of its own: see layers/attention-forward

#import grid
#import math/exponentials

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
  return rows * (params.E / 4u) + (part * params.D + tile.column) / 4u;
}

// Where the head of given rows begins in `out` and its gradient.
fn headOf(tile: Tile, rows: vec4u) -> vec4u {
  return rows * (params.D / 4u) + tile.column / 4u;
}

// Four columns of four rows.
fn qkvAt(at: vec4u) -> mat4x4f {
  return mat4x4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
}

// Scores of four keys from `place` on, for what comes before them none.
fn visible(products: mat4x4f, place: u32, own: vec4u) -> mat4x4f {
  let scale = inverseRoot();
  let places = place + OFFSETS;
  let blocked = vec4f(BLOCKED);
  return mat4x4f(
    select(blocked, products[0] * scale, places <= vec4u(own.x)),
    select(blocked, products[1] * scale, places <= vec4u(own.y)),
    select(blocked, products[2] * scale, places <= vec4u(own.z)),
    select(blocked, products[3] * scale, places <= vec4u(own.w)),
  );
}

// e to the scores, less the number of each column.
fn weightsOf(scores: mat4x4f, largest: vec4f) -> mat4x4f {
  return mat4x4f(
    exponentials(scores[0] - largest.x),
    exponentials(scores[1] - largest.y),
    exponentials(scores[2] - largest.z),
    exponentials(scores[3] - largest.w),
  );
}
