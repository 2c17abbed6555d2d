// linear/sums-tn — 8 rows and 8 columns of aᵀ b: outer products of rows of a and of b.

fn eight(left: vec4f, right: vec4f, x: f32) -> mat2x4f {
  return mat2x4f(left * x, right * x);
}

fn multiplyTile(tile: Tile) {
  let M = params.M;
  let N = params.N;
  let i = tile.row;
  let j = tile.column;
  let lower = min(i + 4u, (M - 1u) & ~3u);
  let second = min(j + 4u, (N - 1u) & ~3u);
  var c0 = mat2x4f();
  var c1 = mat2x4f();
  var c2 = mat2x4f();
  var c3 = mat2x4f();
  var c4 = mat2x4f();
  var c5 = mat2x4f();
  var c6 = mat2x4f();
  var c7 = mat2x4f();

  for (var k = tile.lineage * params.K; k < (tile.lineage + 1u) * params.K; k++) {
    let above = fourOfA(k * M, i, M);
    let below = fourOfA(k * M, lower, M);
    let left = fourOfB(k * N, j, N);
    let right = fourOfB(k * N, second, N);
    c0 += eight(left, right, above.x);
    c1 += eight(left, right, above.y);
    c2 += eight(left, right, above.z);
    c3 += eight(left, right, above.w);
    c4 += eight(left, right, below.x);
    c5 += eight(left, right, below.y);
    c6 += eight(left, right, below.z);
    c7 += eight(left, right, below.w);
  }
  storeTile(tile, array(c0, c1, c2, c3, c4, c5, c6, c7));
}
