// linear/sums-nt — a tile of a bᵀ: rows of a times rows of b, four k at a time.
//
// Four of a row of a times a matrix of four rows of b is four columns of the product.

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
  let b0 = (tile.lineage * params.N + min(j + 0u, lastColumn)) * K;
  let b1 = (tile.lineage * params.N + min(j + 1u, lastColumn)) * K;
  let b2 = (tile.lineage * params.N + min(j + 2u, lastColumn)) * K;
  let b3 = (tile.lineage * params.N + min(j + 3u, lastColumn)) * K;
  let b4 = (tile.lineage * params.N + min(j + 4u, lastColumn)) * K;
  let b5 = (tile.lineage * params.N + min(j + 5u, lastColumn)) * K;
  let b6 = (tile.lineage * params.N + min(j + 6u, lastColumn)) * K;
  let b7 = (tile.lineage * params.N + min(j + 7u, lastColumn)) * K;
  var c0 = vec4f();
  var d0 = vec4f();
  var c1 = vec4f();
  var d1 = vec4f();
  var c2 = vec4f();
  var d2 = vec4f();
  var c3 = vec4f();
  var d3 = vec4f();
  var c4 = vec4f();
  var d4 = vec4f();
  var c5 = vec4f();
  var d5 = vec4f();
  var c6 = vec4f();
  var d6 = vec4f();
  var c7 = vec4f();
  var d7 = vec4f();

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
    let x0 = fourOfA(a0, k, K);
    c0 += x0 * left;
    d0 += x0 * right;
    let x1 = fourOfA(a1, k, K);
    c1 += x1 * left;
    d1 += x1 * right;
    let x2 = fourOfA(a2, k, K);
    c2 += x2 * left;
    d2 += x2 * right;
    let x3 = fourOfA(a3, k, K);
    c3 += x3 * left;
    d3 += x3 * right;
    let x4 = fourOfA(a4, k, K);
    c4 += x4 * left;
    d4 += x4 * right;
    let x5 = fourOfA(a5, k, K);
    c5 += x5 * left;
    d5 += x5 * right;
    let x6 = fourOfA(a6, k, K);
    c6 += x6 * left;
    d6 += x6 * right;
    let x7 = fourOfA(a7, k, K);
    c7 += x7 * left;
    d7 += x7 * right;
  }

  store(tile.lineage, tile.row, j, c0);
  store(tile.lineage, tile.row, j + 4u, d0);
  store(tile.lineage, tile.row + 1u, j, c1);
  store(tile.lineage, tile.row + 1u, j + 4u, d1);
  store(tile.lineage, tile.row + 2u, j, c2);
  store(tile.lineage, tile.row + 2u, j + 4u, d2);
  store(tile.lineage, tile.row + 3u, j, c3);
  store(tile.lineage, tile.row + 3u, j + 4u, d3);
  store(tile.lineage, tile.row + 4u, j, c4);
  store(tile.lineage, tile.row + 4u, j + 4u, d4);
  store(tile.lineage, tile.row + 5u, j, c5);
  store(tile.lineage, tile.row + 5u, j + 4u, d5);
  store(tile.lineage, tile.row + 6u, j, c6);
  store(tile.lineage, tile.row + 6u, j + 4u, d6);
  store(tile.lineage, tile.row + 7u, j, c7);
  store(tile.lineage, tile.row + 7u, j + 4u, d7);
}
