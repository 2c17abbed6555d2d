// linear/sums-nn — 8 rows and 8 columns of a b: rows of a times rows of b, four k at a time.
//
// A matrix of four rows of b times four of a row of a is four columns of the product.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(left * x, right * x);
}

fn multiplyTile(tile: Tile) {
  let N = params.N;
  let K = params.K;
  let j = tile.column;
  let second = min(j + 4u, (N - 1u) & ~3u);
  let lastRow = params.M - 1u;
  let a0 = (tile.lineage * params.M + min(tile.row, lastRow)) * K;
  let a1 = (tile.lineage * params.M + min(tile.row + 1u, lastRow)) * K;
  let a2 = (tile.lineage * params.M + min(tile.row + 2u, lastRow)) * K;
  let a3 = (tile.lineage * params.M + min(tile.row + 3u, lastRow)) * K;
  let a4 = (tile.lineage * params.M + min(tile.row + 4u, lastRow)) * K;
  let a5 = (tile.lineage * params.M + min(tile.row + 5u, lastRow)) * K;
  let a6 = (tile.lineage * params.M + min(tile.row + 6u, lastRow)) * K;
  let a7 = (tile.lineage * params.M + min(tile.row + 7u, lastRow)) * K;
  var c0 = mat2x4f();
  var c1 = mat2x4f();
  var c2 = mat2x4f();
  var c3 = mat2x4f();
  var c4 = mat2x4f();
  var c5 = mat2x4f();
  var c6 = mat2x4f();
  var c7 = mat2x4f();

  for (var k = 0u; k < K; k += 4u) {
    // Behind the last k a is 0, so any row of b will do.
    let b0 = (tile.lineage * K + k) * N;
    let b1 = b0 + select(0u, N, k + 1u < K);
    let b2 = b1 + select(0u, N, k + 2u < K);
    let b3 = b2 + select(0u, N, k + 3u < K);
    let left = mat4x4f(
      fourOfB(b0, j, N),
      fourOfB(b1, j, N),
      fourOfB(b2, j, N),
      fourOfB(b3, j, N),
    );
    let right = mat4x4f(
      fourOfB(b0, second, N),
      fourOfB(b1, second, N),
      fourOfB(b2, second, N),
      fourOfB(b3, second, N),
    );
    c0 += eight(left, right, fourOfA(a0, k, K));
    c1 += eight(left, right, fourOfA(a1, k, K));
    c2 += eight(left, right, fourOfA(a2, k, K));
    c3 += eight(left, right, fourOfA(a3, k, K));
    c4 += eight(left, right, fourOfA(a4, k, K));
    c5 += eight(left, right, fourOfA(a5, k, K));
    c6 += eight(left, right, fourOfA(a6, k, K));
    c7 += eight(left, right, fourOfA(a7, k, K));
  }
  storeTile(tile, array(c0, c1, c2, c3, c4, c5, c6, c7));
}
