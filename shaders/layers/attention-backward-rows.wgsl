// layers/attention-backward-rows — four rows as layers/attention-backward-panels loads and stores them.

#import layers/attention-backward-places
#import layers/attention-backward-spread
#import layers/attention-backward-turn

fn loadFour(kept: ptr<function, Kept>, query: u32, own: u32, j: u32) {
  (*kept)[QUERY + j] = qkv[query + j] * (LOG2_E * inverseRoot());
  (*kept)[SLOPE + j] = gradientOut[own + j];
  (*kept)[SUMS + j] = vec4f();
}

fn loadRow(kept: ptr<function, Kept>, query: u32, own: u32) {
  loadFour(kept, query, own, 0u);
  loadFour(kept, query, own, 1u);
  if FOURS > 2u {
    loadFour(kept, query, own, 2u);
  }
  if FOURS > 3u {
    loadFour(kept, query, own, 3u);
  }
}

fn withDelta(kept: ptr<function, Kept>, start: f32, own: u32) -> f32 {
  var delta = start + dot((*kept)[SLOPE], out[own]);
  delta += dot((*kept)[SLOPE + 1u], out[own + 1u]);
  if FOURS > 2u {
    delta += dot((*kept)[SLOPE + 2u], out[own + 2u]);
  }
  if FOURS > 3u {
    delta += dot((*kept)[SLOPE + 3u], out[own + 3u]);
  }
  return delta;
}

fn deltaOf(low: ptr<function, Kept>, high: ptr<function, Kept>, own: u32) -> f32 {
  let delta = withDelta(low, 0.0, own);
  if FOURS > 4u {
    return withDelta(high, delta, own + 4u);
  }
  return delta;
}

// Adds what is there to the sums of a row.
fn addQuery(kept: ptr<function, Kept>, query: u32, isAdded: bool) {
  let count = min(FOURS, 4u);
  // With nothing to add a single turn, which a loop takes in any case.
  var j = select(count - 1u, 0u, isAdded);
  loop {
    (*kept)[SUMS + j] = select(vec4f(), gradient[query + j], isAdded) / inverseRoot();
    continuing { j++; break if j >= count; }
  }
}

fn storeQuery(kept: ptr<function, Kept>, query: u32) {
  gradient[query] = (*kept)[SUMS] * inverseRoot();
  gradient[query + 1u] = (*kept)[SUMS + 1u] * inverseRoot();
  if FOURS > 2u {
    gradient[query + 2u] = (*kept)[SUMS + 2u] * inverseRoot();
  }
  if FOURS > 3u {
    gradient[query + 3u] = (*kept)[SUMS + 3u] * inverseRoot();
  }
}

// Takes four rows from `r` on past the panel, one a lane.
fn takeRows(
  low: ptr<function, Kept>,
  high: ptr<function, Kept>,
  head: Head,
  panel: u32,
  r: u32,
  lane: u32,
) {
  let isInside = r + lane < params.T;
  let place = min(r + lane, params.T - 1u);
  let query = partOf(head, place, 0u);
  let own = (head.first + place) * (params.D / 4u) + head.column;
  loadRow(low, query, own);
  if FOURS > 4u {
    loadRow(high, query + 4u, own + 4u);
  }
  var delta = 0.0;
  if panel == 0u {
    delta = deltaOf(low, high, own);
    deltas[head.score + place] = delta;
  }
  if panel > 0u {
    delta = deltas[head.score + place];
  }
  // What lies behind the text sees no key.
  let sight = select(-1.0, f32(place), isInside);
  (*low)[ROW] = vec4f(LOG2_E * logSums[head.score + place], delta, sight, 0.0);

  let isAdded = (panel > 0u) | (params.accumulate == 1u);
  addQuery(low, query, isAdded);
  if FOURS > 4u {
    addQuery(high, query + 4u, isAdded);
  }
  let turns = 2u * min(params.L, 1u);
  var i = 0u;
  loop {
    turn(low, high, f32(panel + 8u * lane));
    continuing { i++; break if i >= turns; }
  }
  spread(low, high);
  if isInside {
    storeQuery(low, query);
    if FOURS > 4u {
      storeQuery(high, query + 4u);
    }
  }
}
