// linear/sums-nn-quads — 16 rows and 8 columns of a b, four k at a time.
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
  let lastRow = params.M - 1u;
  // Of every four rows, each lane loads its own.
  let a0 = (tile.lineage * params.M + min(tile.row + lane, lastRow)) * K;
  let a1 = (tile.lineage * params.M + min(tile.row + 4u + lane, lastRow)) * K;
  let a2 = (tile.lineage * params.M + min(tile.row + 8u + lane, lastRow)) * K;
  let a3 = (tile.lineage * params.M + min(tile.row + 12u + lane, lastRow)) * K;
  var row = tile.lineage * params.K * N;
  var c0 = mat2x4f();
  var c1 = mat2x4f();
  var c2 = mat2x4f();
  var c3 = mat2x4f();
  var c4 = mat2x4f();
  var c5 = mat2x4f();
  var c6 = mat2x4f();
  var c7 = mat2x4f();
  var c8 = mat2x4f();
  var c9 = mat2x4f();
  var c10 = mat2x4f();
  var c11 = mat2x4f();
  var c12 = mat2x4f();
  var c13 = mat2x4f();
  var c14 = mat2x4f();
  var c15 = mat2x4f();

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
    let x0 = a[a0 + k];
    c0 += eight(left, right, quadBroadcast(x0, 0u));
    c1 += eight(left, right, quadBroadcast(x0, 1u));
    c2 += eight(left, right, quadBroadcast(x0, 2u));
    c3 += eight(left, right, quadBroadcast(x0, 3u));
    let x1 = a[a1 + k];
    c4 += eight(left, right, quadBroadcast(x1, 0u));
    c5 += eight(left, right, quadBroadcast(x1, 1u));
    c6 += eight(left, right, quadBroadcast(x1, 2u));
    c7 += eight(left, right, quadBroadcast(x1, 3u));
    let x2 = a[a2 + k];
    c8 += eight(left, right, quadBroadcast(x2, 0u));
    c9 += eight(left, right, quadBroadcast(x2, 1u));
    c10 += eight(left, right, quadBroadcast(x2, 2u));
    c11 += eight(left, right, quadBroadcast(x2, 3u));
    let x3 = a[a3 + k];
    c12 += eight(left, right, quadBroadcast(x3, 0u));
    c13 += eight(left, right, quadBroadcast(x3, 1u));
    c14 += eight(left, right, quadBroadcast(x3, 2u));
    c15 += eight(left, right, quadBroadcast(x3, 3u));
  }
  if isInside {
    storeTile(
      tile,
      array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15),
    );
  }
}
