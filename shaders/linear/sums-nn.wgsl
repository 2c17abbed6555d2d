// linear/sums-nn — a tile of a b: rows of a times rows of b, four k at a time.
//
// A matrix of four rows of b times four of a row of a is four columns of the product.

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
    let x0 = fourOfA(a0, k, K);
    c0 += left * x0;
    d0 += right * x0;
    let x1 = fourOfA(a1, k, K);
    c1 += left * x1;
    d1 += right * x1;
    let x2 = fourOfA(a2, k, K);
    c2 += left * x2;
    d2 += right * x2;
    let x3 = fourOfA(a3, k, K);
    c3 += left * x3;
    d3 += right * x3;
    let x4 = fourOfA(a4, k, K);
    c4 += left * x4;
    d4 += right * x4;
    let x5 = fourOfA(a5, k, K);
    c5 += left * x5;
    d5 += right * x5;
    let x6 = fourOfA(a6, k, K);
    c6 += left * x6;
    d6 += right * x6;
    let x7 = fourOfA(a7, k, K);
    c7 += left * x7;
    d7 += right * x7;
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
