// layers/attention-memory — what layers/attention-panels loads into a lane and stores out of it.

const LOG2_E = 1.4426950408889634;

// Where in what is kept the values begin, the query, what comes out, and the rest.
const VALUES = 16u * FOURS;
const QUERY = 32u * FOURS;
const RESULT = 33u * FOURS;
const AHEAD = 34u * FOURS;  // by turn, how far the query is ahead of the lane's first key it may not see
const REST = 34u * FOURS + 1u;
const SIZE = 34u * FOURS + 2u;
const HALF = FOURS - 4u;  // where the second half of a row begins, if there is one

alias Kept = array<vec4f, SIZE>;

struct Head {
  first: u32,   // row, over all lineages, of the text's first position
  column: u32,  // of the head, within D, in fours
  score: u32,   // place in [L, B, H, T] of the text's first position
}

// Number i of all (text, head).
fn headOf(i: u32) -> Head {
  let text = i / params.H;
  return Head(text * params.T, (i - text * params.H) * FOURS, i * params.T);
}

// Keys and values from position p on; behind the text, the last once more.
fn fill(kept: ptr<function, Kept>, head: Head, lane: u32, p: u32) {
  let count = min(16u, (params.T - p + 3u) / 4u);
  var i = 0u;
  loop {
    let row = head.first + min(p + 4u * i + lane, params.T - 1u);
    let key = row * (params.E / 4u) + params.D / 4u + head.column;
    let value = key + params.D / 4u;
    // Four keys' values lie together, by dimension.
    let to = VALUES + 4u * FOURS * (i / 4u);
    let part = i & 3u;
    var f = 0u;
    loop {
      (*kept)[FOURS * i + f] = qkv[key + f];
      let four = qkv[value + f];
      (*kept)[to + 4u * f][part] = four.x;
      (*kept)[to + 4u * f + 1u][part] = four.y;
      (*kept)[to + 4u * f + 2u][part] = four.z;
      (*kept)[to + 4u * f + 3u][part] = four.w;
      continuing { f++; break if f >= FOURS; }
    }
    continuing { i++; break if i >= count; }
  }
}

fn loadQuery(kept: ptr<function, Kept>, at: u32) {
  let scale = LOG2_E / sqrt(f32(4u * FOURS));
  (*kept)[QUERY] = qkv[at] * scale;
  (*kept)[QUERY + 1u] = qkv[at + 1u] * scale;
  (*kept)[QUERY + 2u] = qkv[at + 2u] * scale;
  (*kept)[QUERY + 3u] = qkv[at + 3u] * scale;
  if FOURS > 4u {
    (*kept)[QUERY + HALF] = qkv[at + HALF] * scale;
    (*kept)[QUERY + HALF + 1u] = qkv[at + HALF + 1u] * scale;
    (*kept)[QUERY + HALF + 2u] = qkv[at + HALF + 2u] * scale;
    (*kept)[QUERY + HALF + 3u] = qkv[at + HALF + 3u] * scale;
  }
}

// Of what an earlier panel left of four dimensions, as much as `by` says.
fn earlier(at: u32, p: u32, by: f32) -> vec4f {
  if LONG == 0u {
    return vec4f();
  }
  return select(vec4f(), out[at] * by, p > 0u);
}

fn store(kept: ptr<function, Kept>, at: u32, p: u32) {
  let by = (*kept)[REST].y;
  out[at] = (*kept)[RESULT] + earlier(at, p, by);
  out[at + 1u] = (*kept)[RESULT + 1u] + earlier(at + 1u, p, by);
  out[at + 2u] = (*kept)[RESULT + 2u] + earlier(at + 2u, p, by);
  out[at + 3u] = (*kept)[RESULT + 3u] + earlier(at + 3u, p, by);
  if FOURS > 4u {
    out[at + HALF] = (*kept)[RESULT + HALF] + earlier(at + HALF, p, by);
    out[at + HALF + 1u] = (*kept)[RESULT + HALF + 1u] + earlier(at + HALF + 1u, p, by);
    out[at + HALF + 2u] = (*kept)[RESULT + HALF + 2u] + earlier(at + HALF + 2u, p, by);
    out[at + HALF + 3u] = (*kept)[RESULT + HALF + 3u] + earlier(at + HALF + 3u, p, by);
  }
}
