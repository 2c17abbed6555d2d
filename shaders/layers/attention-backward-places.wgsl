// layers/attention-backward-places — where layers/attention-backward-panels keeps what, and finds it.

// Where a lane keeps what, 16 columns of it: those beyond are in an array of their own, which narrow
// heads do not have. Of the panel, four fours for each key:
const KEYS = 0u;
const VALUES = 32u;
const KEY_SUMS = 64u;
const VALUE_SUMS = 96u;
// Of a row, in fours:
const QUERY = 128u;
const SLOPE = 132u;  // of its output
const SUMS = 136u;
// Of two rows and eight keys, then of the two before:
const CHANGES = 140u;
const WEIGHTS = 148u;
// The log-sum in bits, delta and the place of a row, then of two less the panel's place:
const ROW = 156u;
const ROWS = 157u;

alias Kept = array<vec4f, 159>;

const LOG2_E = 1.4426950408889634;
const LN_2 = 0.6931471805599453;

// One head of one text.
struct Head {
  first: u32,   // row, over all lineages, of the text's first position
  column: u32,  // within D, in fours
  score: u32,   // place in [L, B, H, T] of the text's first position
}

fn headAt(i: u32) -> Head {
  let text = i / params.H;
  let head = i - text * params.H;
  return Head(text * params.T, head * (params.D / params.H / 4u), i * params.T);
}

// Where a position's query, key or value begins: part 0, 1 or 2.
fn partOf(head: Head, place: u32, part: u32) -> u32 {
  return (head.first + place) * (params.E / 4u) + part * (params.D / 4u) + head.column;
}

fn inverseRoot() -> f32 {
  return 1.0 / sqrt(f32(params.D / params.H));
}
