// linear/panel-loop — the loops of linear/panel-tile, and what is read and written of the product.
//
// The arithmetic stands in a loop of its own that runs once: that compiler gives its registers to what
// is used most, in the innermost loop first, and would give them to masks and places otherwise.

// Four k more of a column. Two at a time leave registers for what stays.
fn oneMore(c: f32, x: vec4f, kept: ptr<function, array<vec4f, 576>>, at: u32) -> f32 {
  return (c + dot((*kept)[at].xy, x.xy)) + dot((*kept)[at].zw, x.zw);
}

// Four k more of four columns. A row is fetched anew for each four: what is used often is spilled.
fn more(c: vec4f, x: vec4f, kept: ptr<function, array<vec4f, 576>>, at: u32) -> vec4f {
  return vec4f(
    oneMore(c.x, x, kept, at),
    oneMore(c.y, x, kept, at + 1u),
    oneMore(c.z, x, kept, at + 2u),
    oneMore(c.w, x, kept, at + 3u),
  );
}

fn ownSums(kept: ptr<function, array<vec4f, 576>>, j: u32) -> vec4f {
  var c = vec4f();
  c = more(c, (*kept)[512], kept, 0u + j);
  c = more(c, (*kept)[513], kept, 16u + j);
  c = more(c, (*kept)[514], kept, 32u + j);
  c = more(c, (*kept)[515], kept, 48u + j);
  c = more(c, (*kept)[516], kept, 64u + j);
  c = more(c, (*kept)[517], kept, 80u + j);
  c = more(c, (*kept)[518], kept, 96u + j);
  c = more(c, (*kept)[519], kept, 112u + j);
  c = more(c, (*kept)[520], kept, 128u + j);
  c = more(c, (*kept)[521], kept, 144u + j);
  c = more(c, (*kept)[522], kept, 160u + j);
  c = more(c, (*kept)[523], kept, 176u + j);
  c = more(c, (*kept)[524], kept, 192u + j);
  c = more(c, (*kept)[525], kept, 208u + j);
  c = more(c, (*kept)[526], kept, 224u + j);
  c = more(c, (*kept)[527], kept, 240u + j);
  if PANEL > 64u {
    c = more(c, (*kept)[528], kept, 256u + j);
    c = more(c, (*kept)[529], kept, 272u + j);
    c = more(c, (*kept)[530], kept, 288u + j);
    c = more(c, (*kept)[531], kept, 304u + j);
    c = more(c, (*kept)[532], kept, 320u + j);
    c = more(c, (*kept)[533], kept, 336u + j);
    c = more(c, (*kept)[534], kept, 352u + j);
    c = more(c, (*kept)[535], kept, 368u + j);
    c = more(c, (*kept)[536], kept, 384u + j);
    c = more(c, (*kept)[537], kept, 400u + j);
    c = more(c, (*kept)[538], kept, 416u + j);
    c = more(c, (*kept)[539], kept, 432u + j);
    c = more(c, (*kept)[540], kept, 448u + j);
    c = more(c, (*kept)[541], kept, 464u + j);
    c = more(c, (*kept)[542], kept, 480u + j);
    c = more(c, (*kept)[543], kept, 496u + j);
  }
  return c;
}

fn swappedSums(kept: ptr<function, array<vec4f, 576>>, j: u32) -> vec4f {
  var c = vec4f();
  c = more(c, quadSwapX((*kept)[512]), kept, 0u + j);
  c = more(c, quadSwapX((*kept)[513]), kept, 16u + j);
  c = more(c, quadSwapX((*kept)[514]), kept, 32u + j);
  c = more(c, quadSwapX((*kept)[515]), kept, 48u + j);
  c = more(c, quadSwapX((*kept)[516]), kept, 64u + j);
  c = more(c, quadSwapX((*kept)[517]), kept, 80u + j);
  c = more(c, quadSwapX((*kept)[518]), kept, 96u + j);
  c = more(c, quadSwapX((*kept)[519]), kept, 112u + j);
  c = more(c, quadSwapX((*kept)[520]), kept, 128u + j);
  c = more(c, quadSwapX((*kept)[521]), kept, 144u + j);
  c = more(c, quadSwapX((*kept)[522]), kept, 160u + j);
  c = more(c, quadSwapX((*kept)[523]), kept, 176u + j);
  c = more(c, quadSwapX((*kept)[524]), kept, 192u + j);
  c = more(c, quadSwapX((*kept)[525]), kept, 208u + j);
  c = more(c, quadSwapX((*kept)[526]), kept, 224u + j);
  c = more(c, quadSwapX((*kept)[527]), kept, 240u + j);
  if PANEL > 64u {
    c = more(c, quadSwapX((*kept)[528]), kept, 256u + j);
    c = more(c, quadSwapX((*kept)[529]), kept, 272u + j);
    c = more(c, quadSwapX((*kept)[530]), kept, 288u + j);
    c = more(c, quadSwapX((*kept)[531]), kept, 304u + j);
    c = more(c, quadSwapX((*kept)[532]), kept, 320u + j);
    c = more(c, quadSwapX((*kept)[533]), kept, 336u + j);
    c = more(c, quadSwapX((*kept)[534]), kept, 352u + j);
    c = more(c, quadSwapX((*kept)[535]), kept, 368u + j);
    c = more(c, quadSwapX((*kept)[536]), kept, 384u + j);
    c = more(c, quadSwapX((*kept)[537]), kept, 400u + j);
    c = more(c, quadSwapX((*kept)[538]), kept, 416u + j);
    c = more(c, quadSwapX((*kept)[539]), kept, 432u + j);
    c = more(c, quadSwapX((*kept)[540]), kept, 448u + j);
    c = more(c, quadSwapX((*kept)[541]), kept, 464u + j);
    c = more(c, quadSwapX((*kept)[542]), kept, 480u + j);
    c = more(c, quadSwapX((*kept)[543]), kept, 496u + j);
  }
  return c;
}

fn crossedSums(kept: ptr<function, array<vec4f, 576>>, j: u32) -> vec4f {
  var c = vec4f();
  c = more(c, quadSwapY((*kept)[512]), kept, 0u + j);
  c = more(c, quadSwapY((*kept)[513]), kept, 16u + j);
  c = more(c, quadSwapY((*kept)[514]), kept, 32u + j);
  c = more(c, quadSwapY((*kept)[515]), kept, 48u + j);
  c = more(c, quadSwapY((*kept)[516]), kept, 64u + j);
  c = more(c, quadSwapY((*kept)[517]), kept, 80u + j);
  c = more(c, quadSwapY((*kept)[518]), kept, 96u + j);
  c = more(c, quadSwapY((*kept)[519]), kept, 112u + j);
  c = more(c, quadSwapY((*kept)[520]), kept, 128u + j);
  c = more(c, quadSwapY((*kept)[521]), kept, 144u + j);
  c = more(c, quadSwapY((*kept)[522]), kept, 160u + j);
  c = more(c, quadSwapY((*kept)[523]), kept, 176u + j);
  c = more(c, quadSwapY((*kept)[524]), kept, 192u + j);
  c = more(c, quadSwapY((*kept)[525]), kept, 208u + j);
  c = more(c, quadSwapY((*kept)[526]), kept, 224u + j);
  c = more(c, quadSwapY((*kept)[527]), kept, 240u + j);
  if PANEL > 64u {
    c = more(c, quadSwapY((*kept)[528]), kept, 256u + j);
    c = more(c, quadSwapY((*kept)[529]), kept, 272u + j);
    c = more(c, quadSwapY((*kept)[530]), kept, 288u + j);
    c = more(c, quadSwapY((*kept)[531]), kept, 304u + j);
    c = more(c, quadSwapY((*kept)[532]), kept, 320u + j);
    c = more(c, quadSwapY((*kept)[533]), kept, 336u + j);
    c = more(c, quadSwapY((*kept)[534]), kept, 352u + j);
    c = more(c, quadSwapY((*kept)[535]), kept, 368u + j);
    c = more(c, quadSwapY((*kept)[536]), kept, 384u + j);
    c = more(c, quadSwapY((*kept)[537]), kept, 400u + j);
    c = more(c, quadSwapY((*kept)[538]), kept, 416u + j);
    c = more(c, quadSwapY((*kept)[539]), kept, 432u + j);
    c = more(c, quadSwapY((*kept)[540]), kept, 448u + j);
    c = more(c, quadSwapY((*kept)[541]), kept, 464u + j);
    c = more(c, quadSwapY((*kept)[542]), kept, 480u + j);
    c = more(c, quadSwapY((*kept)[543]), kept, 496u + j);
  }
  return c;
}

fn oppositeSums(kept: ptr<function, array<vec4f, 576>>, j: u32) -> vec4f {
  var c = vec4f();
  c = more(c, quadSwapDiagonal((*kept)[512]), kept, 0u + j);
  c = more(c, quadSwapDiagonal((*kept)[513]), kept, 16u + j);
  c = more(c, quadSwapDiagonal((*kept)[514]), kept, 32u + j);
  c = more(c, quadSwapDiagonal((*kept)[515]), kept, 48u + j);
  c = more(c, quadSwapDiagonal((*kept)[516]), kept, 64u + j);
  c = more(c, quadSwapDiagonal((*kept)[517]), kept, 80u + j);
  c = more(c, quadSwapDiagonal((*kept)[518]), kept, 96u + j);
  c = more(c, quadSwapDiagonal((*kept)[519]), kept, 112u + j);
  c = more(c, quadSwapDiagonal((*kept)[520]), kept, 128u + j);
  c = more(c, quadSwapDiagonal((*kept)[521]), kept, 144u + j);
  c = more(c, quadSwapDiagonal((*kept)[522]), kept, 160u + j);
  c = more(c, quadSwapDiagonal((*kept)[523]), kept, 176u + j);
  c = more(c, quadSwapDiagonal((*kept)[524]), kept, 192u + j);
  c = more(c, quadSwapDiagonal((*kept)[525]), kept, 208u + j);
  c = more(c, quadSwapDiagonal((*kept)[526]), kept, 224u + j);
  c = more(c, quadSwapDiagonal((*kept)[527]), kept, 240u + j);
  if PANEL > 64u {
    c = more(c, quadSwapDiagonal((*kept)[528]), kept, 256u + j);
    c = more(c, quadSwapDiagonal((*kept)[529]), kept, 272u + j);
    c = more(c, quadSwapDiagonal((*kept)[530]), kept, 288u + j);
    c = more(c, quadSwapDiagonal((*kept)[531]), kept, 304u + j);
    c = more(c, quadSwapDiagonal((*kept)[532]), kept, 320u + j);
    c = more(c, quadSwapDiagonal((*kept)[533]), kept, 336u + j);
    c = more(c, quadSwapDiagonal((*kept)[534]), kept, 352u + j);
    c = more(c, quadSwapDiagonal((*kept)[535]), kept, 368u + j);
    c = more(c, quadSwapDiagonal((*kept)[536]), kept, 384u + j);
    c = more(c, quadSwapDiagonal((*kept)[537]), kept, 400u + j);
    c = more(c, quadSwapDiagonal((*kept)[538]), kept, 416u + j);
    c = more(c, quadSwapDiagonal((*kept)[539]), kept, 432u + j);
    c = more(c, quadSwapDiagonal((*kept)[540]), kept, 448u + j);
    c = more(c, quadSwapDiagonal((*kept)[541]), kept, 464u + j);
    c = more(c, quadSwapDiagonal((*kept)[542]), kept, 480u + j);
    c = more(c, quadSwapDiagonal((*kept)[543]), kept, 496u + j);
  }
  return c;
}

// What the lane brings along of its own row of four.
fn keepRow(kept: ptr<function, array<vec4f, 576>>, tile: Tile, r: u32, lane: u32, k: u32) {
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
  kept: ptr<function, array<vec4f, 576>>,
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
  kept: ptr<function, array<vec4f, 576>>,
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
  var kept: array<vec4f, 576>;
  var starts = startsOf(tile);
  let rows = min(rowsOfTile(), params.M);
  let once = min(params.L, 1u);
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
      var turn = 0u;
      loop {
        kept[544] = ownSums(&kept, 0u);
        kept[545] = ownSums(&kept, 4u);
        kept[546] = ownSums(&kept, 8u);
        kept[547] = ownSums(&kept, 12u);
        kept[552] = swappedSums(&kept, 0u);
        kept[553] = swappedSums(&kept, 4u);
        kept[554] = swappedSums(&kept, 8u);
        kept[555] = swappedSums(&kept, 12u);
        kept[560] = crossedSums(&kept, 0u);
        kept[561] = crossedSums(&kept, 4u);
        kept[562] = crossedSums(&kept, 8u);
        kept[563] = crossedSums(&kept, 12u);
        kept[568] = oppositeSums(&kept, 0u);
        kept[569] = oppositeSums(&kept, 4u);
        kept[570] = oppositeSums(&kept, 8u);
        kept[571] = oppositeSums(&kept, 12u);
        if COLUMNS > 64u {
          kept[548] = ownSums(&kept, 256u);
          kept[549] = ownSums(&kept, 260u);
          kept[550] = ownSums(&kept, 264u);
          kept[551] = ownSums(&kept, 268u);
          kept[556] = swappedSums(&kept, 256u);
          kept[557] = swappedSums(&kept, 260u);
          kept[558] = swappedSums(&kept, 264u);
          kept[559] = swappedSums(&kept, 268u);
          kept[564] = crossedSums(&kept, 256u);
          kept[565] = crossedSums(&kept, 260u);
          kept[566] = crossedSums(&kept, 264u);
          kept[567] = crossedSums(&kept, 268u);
          kept[572] = oppositeSums(&kept, 256u);
          kept[573] = oppositeSums(&kept, 260u);
          kept[574] = oppositeSums(&kept, 264u);
          kept[575] = oppositeSums(&kept, 268u);
        }
        continuing {
          turn += 1u;
          break if turn >= once;
        }
      }
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
