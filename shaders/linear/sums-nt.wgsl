// linear/sums-nt — 8 rows and 8 columns of a bᵀ: rows of a times rows of b, four k at a time.
//
// Four of a row of a times a matrix of four rows of b is four columns of the product.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(x * left, x * right);
}

fn multiplyTile(tile: Tile) {
  let K = params.K;
  let j = tile.column;
  let lastRow = params.M - 1u;
  let lastColumn = params.N - 1u;
  let a0 = (tile.lineage * params.M + min(tile.row, lastRow)) * K;
  let a1 = (tile.lineage * params.M + min(tile.row + 1u, lastRow)) * K;
  let a2 = (tile.lineage * params.M + min(tile.row + 2u, lastRow)) * K;
  let a3 = (tile.lineage * params.M + min(tile.row + 3u, lastRow)) * K;
  let a4 = (tile.lineage * params.M + min(tile.row + 4u, lastRow)) * K;
  let a5 = (tile.lineage * params.M + min(tile.row + 5u, lastRow)) * K;
  let a6 = (tile.lineage * params.M + min(tile.row + 6u, lastRow)) * K;
  let a7 = (tile.lineage * params.M + min(tile.row + 7u, lastRow)) * K;
  let b0 = (tile.lineage * params.N + min(j, lastColumn)) * K;
  let b1 = (tile.lineage * params.N + min(j + 1u, lastColumn)) * K;
  let b2 = (tile.lineage * params.N + min(j + 2u, lastColumn)) * K;
  let b3 = (tile.lineage * params.N + min(j + 3u, lastColumn)) * K;
  let b4 = (tile.lineage * params.N + min(j + 4u, lastColumn)) * K;
  let b5 = (tile.lineage * params.N + min(j + 5u, lastColumn)) * K;
  let b6 = (tile.lineage * params.N + min(j + 6u, lastColumn)) * K;
  let b7 = (tile.lineage * params.N + min(j + 7u, lastColumn)) * K;
  var c0 = mat2x4f();
  var c1 = mat2x4f();
  var c2 = mat2x4f();
  var c3 = mat2x4f();
  var c4 = mat2x4f();
  var c5 = mat2x4f();
  var c6 = mat2x4f();
  var c7 = mat2x4f();

  for (var k = 0u; k < K; k += 4u) {
    let left = mat4x4f(
      fourOfB(b0, k, K),
      fourOfB(b1, k, K),
      fourOfB(b2, k, K),
      fourOfB(b3, k, K),
    );
    let right = mat4x4f(
      fourOfB(b4, k, K),
      fourOfB(b5, k, K),
      fourOfB(b6, k, K),
      fourOfB(b7, k, K),
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
