// linear/sums-nt-quads — 32 rows and 8 columns of a bᵀ, four k at a time.
//
// Four of a row of a times a matrix of four rows of b is four columns of the product.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(x * left, x * right);
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  let K = params.K / 4u;  // in fours, which is how all is loaded here
  let j = min(tile.column, params.N - 4u);
  let second = min(tile.column + 4u, params.N - 4u);
  let a0 = rowOfA(tile, 0u, lane);
  let a1 = rowOfA(tile, 4u, lane);
  let a2 = rowOfA(tile, 8u, lane);
  let a3 = rowOfA(tile, 12u, lane);
  let a4 = rowOfA(tile, 16u, lane);
  let a5 = rowOfA(tile, 20u, lane);
  let a6 = rowOfA(tile, 24u, lane);
  let a7 = rowOfA(tile, 28u, lane);
  let b0 = (tile.lineage * params.N + j + 0u) * K;
  let b1 = (tile.lineage * params.N + j + 1u) * K;
  let b2 = (tile.lineage * params.N + j + 2u) * K;
  let b3 = (tile.lineage * params.N + j + 3u) * K;
  let b4 = (tile.lineage * params.N + second + 0u) * K;
  let b5 = (tile.lineage * params.N + second + 1u) * K;
  let b6 = (tile.lineage * params.N + second + 2u) * K;
  let b7 = (tile.lineage * params.N + second + 3u) * K;
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
    let left = mat4x4f(b[b0 + k], b[b1 + k], b[b2 + k], b[b3 + k]);
    let right = mat4x4f(b[b4 + k], b[b5 + k], b[b6 + k], b[b7 + k]);
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
