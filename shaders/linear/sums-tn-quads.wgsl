// linear/sums-tn-quads — 32 rows and 8 columns of aᵀ b, four k at a time.
//
// Each lane loads its own of four rows of a, which go round; it takes the four rows of b in the order
// in which those of a come to it.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(left * x, right * x);
}

// What four k add to four rows, whose numbers in row k of a the lane has.
fn outer(sums: FourRows, left: mat4x4f, right: mat4x4f, own: vec4f) -> FourRows {
  let all = mat4x4f(own, quadSwapX(own), quadSwapY(own), quadSwapDiagonal(own));
  let x = transpose(all);
  return FourRows(
    sums.c0 + eight(left, right, x[0]),
    sums.c1 + eight(left, right, x[1]),
    sums.c2 + eight(left, right, x[2]),
    sums.c3 + eight(left, right, x[3]),
  );
}

// Behind the last k a is 0.
fn mine(at: u32, isThere: bool) -> vec4f {
  return a[at] * select(0.0, 1.0, isThere);
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  // In fours, which is how all is loaded here.
  let M = params.M / 4u;
  let N = params.N / 4u;
  let i = tile.row / 4u;
  let j = min(tile.column / 4u, N - 1u);
  let second = min(tile.column / 4u + 1u, N - 1u);
  let rowsBefore = tile.lineage * params.K;
  let last = params.K - 1u;
  let start = beginning(tile);
  var f0 = start;
  var f1 = start;
  var f2 = start;
  var f3 = start;
  var f4 = start;
  var f5 = start;
  var f6 = start;
  var f7 = start;

  for (var k = 0u; k < params.K; k += 4u) {
    // Behind the last k any row of b will do.
    let b0 = (rowsBefore + min(k + lane, last)) * N;
    let b1 = (rowsBefore + min(k + (lane ^ 1u), last)) * N;
    let b2 = (rowsBefore + min(k + (lane ^ 2u), last)) * N;
    let b3 = (rowsBefore + min(k + (lane ^ 3u), last)) * N;
    let left = mat4x4f(b[b0 + j], b[b1 + j], b[b2 + j], b[b3 + j]);
    let right = mat4x4f(b[b0 + second], b[b1 + second], b[b2 + second], b[b3 + second]);
    let row = (rowsBefore + min(k + lane, last)) * M;
    let isThere = k + lane < params.K;
    f0 = outer(f0, left, right, mine(row + min(i + 0u, M - 1u), isThere));
    f1 = outer(f1, left, right, mine(row + min(i + 1u, M - 1u), isThere));
    f2 = outer(f2, left, right, mine(row + min(i + 2u, M - 1u), isThere));
    f3 = outer(f3, left, right, mine(row + min(i + 3u, M - 1u), isThere));
    f4 = outer(f4, left, right, mine(row + min(i + 4u, M - 1u), isThere));
    f5 = outer(f5, left, right, mine(row + min(i + 5u, M - 1u), isThere));
    f6 = outer(f6, left, right, mine(row + min(i + 6u, M - 1u), isThere));
    f7 = outer(f7, left, right, mine(row + min(i + 7u, M - 1u), isThere));
  }
  if isInside {
    storeTile(
      tile,
      0u,
      array(
        f0.c0, f0.c1, f0.c2, f0.c3,
        f1.c0, f1.c1, f1.c2, f1.c3,
        f2.c0, f2.c1, f2.c2, f2.c3,
        f3.c0, f3.c1, f3.c2, f3.c3,
        f4.c0, f4.c1, f4.c2, f4.c3,
        f5.c0, f5.c1, f5.c2, f5.c3,
        f6.c0, f6.c1, f6.c2, f6.c3,
        f7.c0, f7.c1, f7.c2, f7.c3,
      ),
    );
  }
}
