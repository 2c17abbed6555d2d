// linear/panel-results — what is added to the sums of linear/panel-sums, and where they go.

// What is added to the sums: the bias and the like at first, then those of the panels before.
fn addend(at: u32, start: vec4f, before: vec4f, k: u32) -> vec4f {
  var value = start;
  if (ADDED & 1u) == 1u {
    value += select(vec4f(), before, (k > 0u) | (params.accumulate != 0u));
  }
  if (ADDED & 2u) == 2u {
    value += select(vec4f(), residual[at], (k == 0u) & (params.Y > 0u));
  }
  return value;
}

// The results of the last panel, those of ReLU or of its gradient where that is asked for.
fn finished(value: vec4f, at: u32, k: u32) -> vec4f {
  let isLast = vec4<bool>(k + PANEL >= params.K);
  if AFTER == 1u {
    return select(value, vec4f(), isLast & (value < vec4f()));
  }
  if AFTER == 2u {
    return select(value, vec4f(), isLast & (residual[at] <= vec4f()));
  }
  return value;
}

fn result(sums: vec4f, at: u32, start: vec4f, before: vec4f, k: u32) -> vec4f {
  return finished(sums + addend(at, start, before, k), at, k);
}

fn outBefore(at: u32) -> Columns {
  if (ADDED & 1u) == 1u {
    return out[at];
  }
  return Columns();
}

// Sixteen columns of row i of four. An `if` spares nothing here.
fn storeSixteen(
  kept: ptr<function, Kept>,
  i: u32,
  start: mat4x4f,
  at: u32,
  k: u32,
  isInside: bool,
) {
  let first = SUMS + 4u * i;
  let before = outBefore(at);
  let results = Columns(
    result((*kept)[first], 4u * at, start[0], before[0], k),
    result((*kept)[first + 1u], 4u * at + 1u, start[1], before[1], k),
    result((*kept)[first + 2u], 4u * at + 2u, start[2], before[2], k),
    result((*kept)[first + 3u], 4u * at + 3u, start[3], before[3], k),
  );
  if isInside {
    out[at] = results;
  }
}

// All columns that the lane has of row i of four.
fn storeRow(
  low: ptr<function, Kept>,
  high: ptr<function, Kept>,
  i: u32,
  starts: Starts,
  tile: Tile,
  row: u32,
  k: u32,
  isInside: bool,
) {
  let whole = tile.lineage * params.M + min(row, params.M - 1u);
  let at = whole * (params.N / 16u) + tile.column / 4u;
  let isThere = isInside & (row < params.M);
  storeSixteen(low, i, starts.low, at, k, isThere);
  if COLUMNS > 64u {
    storeSixteen(high, i, starts.high, at + 4u, k, isThere);
  }
}
