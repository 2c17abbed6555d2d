// linear/sums-nt-quads — 16 rows and 8 columns of a bᵀ, four k at a time.
//
// Four of a row of a times a matrix of four rows of b is four columns of the product.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(x * left, x * right);
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  let K = params.K / 4u;  // in fours, which is how all is loaded here
  let j = min(tile.column, params.N - 4u);
  let second = min(tile.column + 4u, params.N - 4u);
  let lastRow = params.M - 1u;
  // Of every four rows, each lane loads its own.
  let a0 = (tile.lineage * params.M + min(tile.row + lane, lastRow)) * K;
  let a1 = (tile.lineage * params.M + min(tile.row + 4u + lane, lastRow)) * K;
  let a2 = (tile.lineage * params.M + min(tile.row + 8u + lane, lastRow)) * K;
  let a3 = (tile.lineage * params.M + min(tile.row + 12u + lane, lastRow)) * K;
  let b0 = (tile.lineage * params.N + j + 0u) * K;
  let b1 = (tile.lineage * params.N + j + 1u) * K;
  let b2 = (tile.lineage * params.N + j + 2u) * K;
  let b3 = (tile.lineage * params.N + j + 3u) * K;
  let b4 = (tile.lineage * params.N + second + 0u) * K;
  let b5 = (tile.lineage * params.N + second + 1u) * K;
  let b6 = (tile.lineage * params.N + second + 2u) * K;
  let b7 = (tile.lineage * params.N + second + 3u) * K;
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
    let left = mat4x4f(b[b0 + k], b[b1 + k], b[b2 + k], b[b3 + k]);
    let right = mat4x4f(b[b4 + k], b[b5 + k], b[b6 + k], b[b7 + k]);
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
