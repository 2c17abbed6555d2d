// linear/panel-loop — the loops of linear/panel-tile, and what is read and written of the product.

// Where the lane's columns of a row lie; behind the last row, those of the last.
fn placeOf(tile: Tile, row: u32) -> u32 {
  return (tile.lineage * params.M + min(row, params.M - 1u)) * (params.N / 4u) + tile.column;
}

fn addend(at: u32, k: u32) -> vec4f {
  var value = select(vec4f(), out[at], (k > 0u) | (params.accumulate != 0u));
  if ADDED == 2u {
    value += select(vec4f(), residual[at], (k == 0u) & (params.Y > 0u));
  }
  return value;
}

// What begins the sums besides the bias: those of the panels before, or what is to be added.
fn addends(places: vec4u, j: u32, k: u32) -> mat4x4f {
  return mat4x4f(
    addend(places.x + j, k),
    addend(places.y + j, k),
    addend(places.z + j, k),
    addend(places.w + j, k),
  );
}

// Conditions in an `if` are dear there, and all the more one within another.
fn store(at: u32, isThere: bool, v0: vec4f, v1: vec4f, v2: vec4f, v3: vec4f) {
  if isThere {
    out[at] = v0;
    out[at + 1u] = v1;
    out[at + 2u] = v2;
    out[at + 3u] = v3;
  }
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  var panel: array<vec4f, 256>;
  var start = Sums(biasOf(tile, 0u), biasOf(tile, 1u), biasOf(tile, 2u), biasOf(tile, 3u));
  let rows = min(rowsOfTile(), params.M);
  var k = 0u;
  loop {
    var i = 0u;
    loop {
      fillPanel(&panel, tile, lane, k, i);
      continuing {
        i += 1u;
        break if i >= 64u;
      }
    }
    var r = 0u;
    loop {
      let r0 = tile.row + r + turned(lane, 0u);
      let r1 = tile.row + r + turned(lane, 1u);
      let r2 = tile.row + r + turned(lane, 2u);
      let r3 = tile.row + r + turned(lane, 3u);
      let at = vec4u(placeOf(tile, r0), placeOf(tile, r1), placeOf(tile, r2), placeOf(tile, r3));
      let own = ownOf(tile, r, lane, k);
      var c = start;
      if ADDED > 0u {
        c.s0 += addends(at, 0u, k);
        c.s1 += addends(at, 1u, k);
        c.s2 += addends(at, 2u, k);
        c.s3 += addends(at, 3u, k);
      }
      c = step(c, fourRows(own, 0u), &panel, 0u);
      c = step(c, fourRows(own, 1u), &panel, 16u);
      c = step(c, fourRows(own, 2u), &panel, 32u);
      c = step(c, fourRows(own, 3u), &panel, 48u);
      c = step(c, fourRows(own, 4u), &panel, 64u);
      c = step(c, fourRows(own, 5u), &panel, 80u);
      c = step(c, fourRows(own, 6u), &panel, 96u);
      c = step(c, fourRows(own, 7u), &panel, 112u);
      c = step(c, fourRows(own, 8u), &panel, 128u);
      c = step(c, fourRows(own, 9u), &panel, 144u);
      c = step(c, fourRows(own, 10u), &panel, 160u);
      c = step(c, fourRows(own, 11u), &panel, 176u);
      c = step(c, fourRows(own, 12u), &panel, 192u);
      c = step(c, fourRows(own, 13u), &panel, 208u);
      c = step(c, fourRows(own, 14u), &panel, 224u);
      c = step(c, fourRows(own, 15u), &panel, 240u);
      store(at.x, isInside & (r0 < params.M), c.s0[0], c.s1[0], c.s2[0], c.s3[0]);
      store(at.y, isInside & (r1 < params.M), c.s0[1], c.s1[1], c.s2[1], c.s3[1]);
      store(at.z, isInside & (r2 < params.M), c.s0[2], c.s1[2], c.s2[2], c.s3[2]);
      store(at.w, isInside & (r3 < params.M), c.s0[3], c.s1[3], c.s2[3], c.s3[3]);
      continuing {
        r += 4u;
        break if r >= rows;
      }
    }
    continuing {
      start = Sums();
      k += 64u;
      break if k >= params.K;
    }
  }
}
