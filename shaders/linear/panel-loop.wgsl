// linear/panel-loop — the loops of linear/panel-tile: what fills a panel, and goes past it.

#import linear/panel-results
#import linear/panel-sums

// 64 k of the row that the lane brings along, of four.
fn keepRow(kept: ptr<function, Kept>, tile: Tile, r: u32, lane: u32, k: u32) {
  let at = rowAt(tile, r, lane, k);
  (*kept)[ROW] = fourOfRow(at, 0u, lane);
  (*kept)[ROW + 1u] = fourOfRow(at, 1u, lane);
  (*kept)[ROW + 2u] = fourOfRow(at, 2u, lane);
  (*kept)[ROW + 3u] = fourOfRow(at, 3u, lane);
  (*kept)[ROW + 4u] = fourOfRow(at, 4u, lane);
  (*kept)[ROW + 5u] = fourOfRow(at, 5u, lane);
  (*kept)[ROW + 6u] = fourOfRow(at, 6u, lane);
  (*kept)[ROW + 7u] = fourOfRow(at, 7u, lane);
  (*kept)[ROW + 8u] = fourOfRow(at, 8u, lane);
  (*kept)[ROW + 9u] = fourOfRow(at, 9u, lane);
  (*kept)[ROW + 10u] = fourOfRow(at, 10u, lane);
  (*kept)[ROW + 11u] = fourOfRow(at, 11u, lane);
  (*kept)[ROW + 12u] = fourOfRow(at, 12u, lane);
  (*kept)[ROW + 13u] = fourOfRow(at, 13u, lane);
  (*kept)[ROW + 14u] = fourOfRow(at, 14u, lane);
  (*kept)[ROW + 15u] = fourOfRow(at, 15u, lane);
}

// 64 k from k on of the lane's columns, of which j fours are skipped.
fn fillPanel(kept: ptr<function, Kept>, tile: Tile, k: u32, j: u32, isInside: bool) {
  var column = 0u;
  loop {
    var sums = vec4f();
    var i = 0u;
    loop {
      let four = fourOf(tile, k + 4u * i, j + column);
      sums += sumOf(four);
      (*kept)[16u * i + 4u * column] = four[0];
      (*kept)[16u * i + 4u * column + 1u] = four[1];
      (*kept)[16u * i + 4u * column + 2u] = four[2];
      (*kept)[16u * i + 4u * column + 3u] = four[3];
      continuing {
        i += 1u;
        break if i >= 16u;
      }
    }
    storeSums(sums, tile, k, j + column, isInside);
    continuing {
      column += 1u;
      break if column >= 4u;
    }
  }
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  var low: Kept;
  var high: Kept;
  var starts = startsOf(tile);
  let rows = min(rowsOfTile(), params.M);
  var k = 0u;
  loop {
    fillPanel(&low, tile, k, 0u, isInside);
    if PANEL > 64u {
      fillPanel(&high, tile, k + 64u, 0u, isInside);
    }
    if COLUMNS > 64u {
      fillPanel(&high, tile, k, 16u, isInside);
    }
    var r = 0u;
    loop {
      keepRow(&low, tile, r, lane, k);
      if PANEL > 64u {
        keepRow(&high, tile, r, lane, k + 64u);
      }
      keepAllSums(&low, &high);
      let row = tile.row + r;
      storeRow(&low, &high, 0u, starts, tile, row + lane, k, isInside);
      storeRow(&low, &high, 1u, starts, tile, row + (lane ^ 1u), k, isInside);
      storeRow(&low, &high, 2u, starts, tile, row + (lane ^ 2u), k, isInside);
      storeRow(&low, &high, 3u, starts, tile, row + (lane ^ 3u), k, isInside);
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
