// linear/sums-nn-quads — 32 rows and 8 columns of a b, four k at a time.
//
// A matrix of four rows of b times four of a row of a is four columns of the product.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(left * x, right * x);
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  // In fours, which is how all is loaded here.
  let N = params.N / 4u;
  let K = params.K / 4u;
  let j = min(tile.column / 4u, N - 1u);
  let second = min(tile.column / 4u + 1u, N - 1u);
  let a0 = rowOfA(tile, 0u, lane);
  let a1 = rowOfA(tile, 4u, lane);
  let a2 = rowOfA(tile, 8u, lane);
  let a3 = rowOfA(tile, 12u, lane);
  let a4 = rowOfA(tile, 16u, lane);
  let a5 = rowOfA(tile, 20u, lane);
  let a6 = rowOfA(tile, 24u, lane);
  let a7 = rowOfA(tile, 28u, lane);
  var row = tile.lineage * params.K * N;
  let start = beginning(tile);
  var f0 = start;
  var f1 = start;
  var f2 = start;
  var f3 = start;
  var f4 = start;
  var f5 = start;
  var f6 = start;
  var f7 = start;

  for (var k = 0u; k < K; k++) {
    let left = mat4x4f(
      b[row + j],
      b[row + N + j],
      b[row + 2u * N + j],
      b[row + 3u * N + j],
    );
    let right = mat4x4f(
      b[row + second],
      b[row + N + second],
      b[row + 2u * N + second],
      b[row + 3u * N + second],
    );
    row += 4u * N;
    f0 = goneRound(f0, left, right, a[a0 + k]);
    f1 = goneRound(f1, left, right, a[a1 + k]);
    f2 = goneRound(f2, left, right, a[a2 + k]);
    f3 = goneRound(f3, left, right, a[a3 + k]);
    f4 = goneRound(f4, left, right, a[a4 + k]);
    f5 = goneRound(f5, left, right, a[a5 + k]);
    f6 = goneRound(f6, left, right, a[a6 + k]);
    f7 = goneRound(f7, left, right, a[a7 + k]);
  }
  if isInside {
    storeTile(
      tile,
      lane,
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
