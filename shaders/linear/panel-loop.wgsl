// linear/panel-loop — the loops of linear/panel-tile, and what is read and written of the product.
//
// All that is multiplied is written out, two columns with four rows at a time. That compiler leaves
// registers to what was there first, even to masks and places that wait for later, and would store and
// load whatever is multiplied in between: `past` empties them all.

// The number itself, if it is neither large nor negative. A remainder is a call of the C library, past
// which nothing keeps its register.
fn past(x: f32, limit: f32) -> f32 {
  return x % limit;
}

// One k more of two columns, x that of the lane's own row: their sums in the four rows, as they go round.
fn oneMore(sums: mat2x4f, x: f32, first: f32, second: f32) -> mat2x4f {
  let x1 = quadSwapX(x);
  let x2 = quadSwapY(x);
  let x3 = quadSwapDiagonal(x);
  let a = sums[0];
  let b = sums[1];
  return mat2x4f(
    vec4f(first * x + a.x, first * x1 + a.y, first * x2 + a.z, first * x3 + a.w),
    vec4f(second * x + b.x, second * x1 + b.y, second * x2 + b.z, second * x3 + b.w),
  );
}

// Four k more, from memory: what is kept of the row at `own`, and of the two columns from `at` on.
fn fourMore(sums: mat2x4f, kept: ptr<function, array<vec4f, 577>>, own: u32, at: u32) -> mat2x4f {
  var more = sums;
  more = oneMore(more, (*kept)[own].x, (*kept)[at].x, (*kept)[at + 1u].x);
  more = oneMore(more, (*kept)[own].y, (*kept)[at].y, (*kept)[at + 1u].y);
  more = oneMore(more, (*kept)[own].z, (*kept)[at].z, (*kept)[at + 1u].z);
  more = oneMore(more, (*kept)[own].w, (*kept)[at].w, (*kept)[at + 1u].w);
  return more;
}

fn sumsOfTwo(kept: ptr<function, array<vec4f, 577>>, at: u32) -> mat2x4f {
  var sums = mat2x4f();
  sums = fourMore(sums, kept, 512u, at);
  sums = fourMore(sums, kept, 513u, at + 16u);
  sums = fourMore(sums, kept, 514u, at + 32u);
  sums = fourMore(sums, kept, 515u, at + 48u);
  sums = fourMore(sums, kept, 516u, at + 64u);
  sums = fourMore(sums, kept, 517u, at + 80u);
  sums = fourMore(sums, kept, 518u, at + 96u);
  sums = fourMore(sums, kept, 519u, at + 112u);
  sums = fourMore(sums, kept, 520u, at + 128u);
  sums = fourMore(sums, kept, 521u, at + 144u);
  sums = fourMore(sums, kept, 522u, at + 160u);
  sums = fourMore(sums, kept, 523u, at + 176u);
  sums = fourMore(sums, kept, 524u, at + 192u);
  sums = fourMore(sums, kept, 525u, at + 208u);
  sums = fourMore(sums, kept, 526u, at + 224u);
  sums = fourMore(sums, kept, 527u, at + 240u);
  if PANEL > 64u {
    sums = fourMore(sums, kept, 528u, at + 256u);
    sums = fourMore(sums, kept, 529u, at + 272u);
    sums = fourMore(sums, kept, 530u, at + 288u);
    sums = fourMore(sums, kept, 531u, at + 304u);
    sums = fourMore(sums, kept, 532u, at + 320u);
    sums = fourMore(sums, kept, 533u, at + 336u);
    sums = fourMore(sums, kept, 534u, at + 352u);
    sums = fourMore(sums, kept, 535u, at + 368u);
    sums = fourMore(sums, kept, 536u, at + 384u);
    sums = fourMore(sums, kept, 537u, at + 400u);
    sums = fourMore(sums, kept, 538u, at + 416u);
    sums = fourMore(sums, kept, 539u, at + 432u);
    sums = fourMore(sums, kept, 540u, at + 448u);
    sums = fourMore(sums, kept, 541u, at + 464u);
    sums = fourMore(sums, kept, 542u, at + 480u);
    sums = fourMore(sums, kept, 543u, at + 496u);
  }
  return sums;
}

// The sums of four columns from `at` on in the four rows, to `to` and every eighth from there.
fn keepSums(kept: ptr<function, array<vec4f, 577>>, at: u32, to: u32) {
  // Stored as soon as they are there: they would take the registers of the next two.
  let low = sumsOfTwo(kept, at);
  (*kept)[to].x = low[0].x;
  (*kept)[to].y = low[1].x;
  (*kept)[to + 8u].x = low[0].y;
  (*kept)[to + 8u].y = low[1].y;
  (*kept)[to + 16u].x = low[0].z;
  (*kept)[to + 16u].y = low[1].z;
  (*kept)[to + 24u].x = low[0].w;
  (*kept)[to + 24u].y = low[1].w;
  let high = sumsOfTwo(kept, at + 2u);
  (*kept)[to].z = high[0].x;
  (*kept)[to].w = high[1].x;
  (*kept)[to + 8u].z = high[0].y;
  (*kept)[to + 8u].w = high[1].y;
  (*kept)[to + 16u].z = high[0].z;
  (*kept)[to + 16u].w = high[1].z;
  (*kept)[to + 24u].z = high[0].w;
  (*kept)[to + 24u].w = high[1].w;
}

// All columns. Each remainder is of another number, or one would do for all.
fn keepAllSums(kept: ptr<function, array<vec4f, 577>>) {
  let past1 = past(f32(params.L), 1e30);
  keepSums(kept, 0u, 544u);
  let past2 = past(past1, 1e29);
  keepSums(kept, 4u, 545u);
  let past3 = past(past2, 1e28);
  keepSums(kept, 8u, 546u);
  let past4 = past(past3, 1e27);
  keepSums(kept, 12u, 547u);
  var last = past(past4, 1e26);
  if COLUMNS > 64u {
    keepSums(kept, 256u, 548u);
    let past6 = past(last, 1e25);
    keepSums(kept, 260u, 549u);
    let past7 = past(past6, 1e24);
    keepSums(kept, 264u, 550u);
    let past8 = past(past7, 1e23);
    keepSums(kept, 268u, 551u);
    last = past(past8, 1e22);
  }
  // What nobody reads would not be worked out.
  (*kept)[576].x = last;
}

// What the lane brings along of its own row of four.
fn keepRow(kept: ptr<function, array<vec4f, 577>>, tile: Tile, r: u32, lane: u32, k: u32) {
  let own = ownOf(tile, r, lane, k);
  (*kept)[512] = ownFour(own, 0u);
  (*kept)[513] = ownFour(own, 1u);
  (*kept)[514] = ownFour(own, 2u);
  (*kept)[515] = ownFour(own, 3u);
  (*kept)[516] = ownFour(own, 4u);
  (*kept)[517] = ownFour(own, 5u);
  (*kept)[518] = ownFour(own, 6u);
  (*kept)[519] = ownFour(own, 7u);
  (*kept)[520] = ownFour(own, 8u);
  (*kept)[521] = ownFour(own, 9u);
  (*kept)[522] = ownFour(own, 10u);
  (*kept)[523] = ownFour(own, 11u);
  (*kept)[524] = ownFour(own, 12u);
  (*kept)[525] = ownFour(own, 13u);
  (*kept)[526] = ownFour(own, 14u);
  (*kept)[527] = ownFour(own, 15u);
  if PANEL > 64u {
    (*kept)[528] = ownFour(own, 16u);
    (*kept)[529] = ownFour(own, 17u);
    (*kept)[530] = ownFour(own, 18u);
    (*kept)[531] = ownFour(own, 19u);
    (*kept)[532] = ownFour(own, 20u);
    (*kept)[533] = ownFour(own, 21u);
    (*kept)[534] = ownFour(own, 22u);
    (*kept)[535] = ownFour(own, 23u);
    (*kept)[536] = ownFour(own, 24u);
    (*kept)[537] = ownFour(own, 25u);
    (*kept)[538] = ownFour(own, 26u);
    (*kept)[539] = ownFour(own, 27u);
    (*kept)[540] = ownFour(own, 28u);
    (*kept)[541] = ownFour(own, 29u);
    (*kept)[542] = ownFour(own, 30u);
    (*kept)[543] = ownFour(own, 31u);
  }
}

// What is added to the sums: the bias and the like at first, then those of the panels before.
fn addend(at: u32, start: vec4f, k: u32) -> vec4f {
  var value = start;
  if (ADDED & 1u) == 1u {
    value += select(vec4f(), out[at], (k > 0u) | (params.accumulate != 0u));
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

// Sixteen columns of a row, which lie in `kept` from `first` on. An `if` spares nothing here.
fn storeSixteen(
  kept: ptr<function, array<vec4f, 577>>,
  first: u32,
  start: mat4x4f,
  at: u32,
  k: u32,
  isInside: bool,
) {
  let v0 = finished((*kept)[first] + addend(at, start[0], k), at, k);
  let v1 = finished((*kept)[first + 1u] + addend(at + 1u, start[1], k), at + 1u, k);
  let v2 = finished((*kept)[first + 2u] + addend(at + 2u, start[2], k), at + 2u, k);
  let v3 = finished((*kept)[first + 3u] + addend(at + 3u, start[3], k), at + 3u, k);
  if isInside {
    out[at] = v0;
    out[at + 1u] = v1;
    out[at + 2u] = v2;
    out[at + 3u] = v3;
  }
}

// All columns that the lane has of a row.
fn storeRow(
  kept: ptr<function, array<vec4f, 577>>,
  first: u32,
  starts: Starts,
  tile: Tile,
  row: u32,
  k: u32,
  isInside: bool,
) {
  let at = (tile.lineage * params.M + min(row, params.M - 1u)) * (params.N / 4u) + tile.column;
  let isThere = isInside & (row < params.M);
  storeSixteen(kept, first, starts.low, at, k, isThere);
  if COLUMNS > 64u {
    storeSixteen(kept, first + 4u, starts.high, at + 16u, k, isThere);
  }
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  // The panel, a row, and four rows of sums. Some of its indices are dynamic, so that it is memory.
  var kept: array<vec4f, 577>;
  var starts = startsOf(tile);
  let rows = min(rowsOfTile(), params.M);
  var k = 0u;
  loop {
    var i = 0u;
    loop {
      fillPanel(&kept, tile, k, i);
      continuing {
        i += 1u;
        break if i >= PANEL * COLUMNS / 64u;
      }
    }
    var r = 0u;
    loop {
      keepRow(&kept, tile, r, lane, k);
      keepAllSums(&kept);
      let row = tile.row + r;
      storeRow(&kept, 544u, starts, tile, row + lane, k, isInside);
      storeRow(&kept, 552u, starts, tile, row + (lane ^ 1u), k, isInside);
      storeRow(&kept, 560u, starts, tile, row + (lane ^ 2u), k, isInside);
      storeRow(&kept, 568u, starts, tile, row + (lane ^ 3u), k, isInside);
      continuing {
        r += 4u;
        break if r >= rows;
      }
    }
    continuing {
      starts = Starts();
      k += PANEL;
      break if k >= params.K;
    }
  }
}
