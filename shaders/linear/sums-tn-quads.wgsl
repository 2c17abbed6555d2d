// linear/sums-tn-quads — 16 rows and 8 columns of aᵀ b, four k at a time.
//
// Of four rows of a each lane loads its own; turned on their side they are as four rows of a b.

fn eight(left: mat4x4f, right: mat4x4f, x: vec4f) -> mat2x4f {
  return mat2x4f(left * x, right * x);
}

fn turned(mine: vec4f) -> mat4x4f {
  return transpose(mat4x4f(
    quadBroadcast(mine, 0u),
    quadBroadcast(mine, 1u),
    quadBroadcast(mine, 2u),
    quadBroadcast(mine, 3u),
  ));
}

fn multiplyTile(tile: Tile, lane: u32, isInside: bool) {
  // In fours, which is how all is loaded here.
  let M = params.M / 4u;
  let N = params.N / 4u;
  let K = params.K;
  let i = tile.row / 4u;
  let j = min(tile.column / 4u, N - 1u);
  let second = min(tile.column / 4u + 1u, N - 1u);
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

  for (var k = 0u; k < K; k += 4u) {
    // Behind the last k a is 0, so any row of b will do.
    let b0 = (tile.lineage * K + k) * N;
    let b1 = b0 + select(0u, N, k + 1u < K);
    let b2 = b1 + select(0u, N, k + 2u < K);
    let b3 = b2 + select(0u, N, k + 3u < K);
    let left = mat4x4f(b[b0 + j], b[b1 + j], b[b2 + j], b[b3 + j]);
    let right = mat4x4f(b[b0 + second], b[b1 + second], b[b2 + second], b[b3 + second]);
    let row = (tile.lineage * K + min(k + lane, K - 1u)) * M;
    let a0 = turned(select(vec4f(), a[row + i], k + lane < K));
    c0 += eight(left, right, a0[0]);
    c1 += eight(left, right, a0[1]);
    c2 += eight(left, right, a0[2]);
    c3 += eight(left, right, a0[3]);
    let a1 = turned(select(vec4f(), a[row + min(i + 1u, M - 1u)], k + lane < K));
    c4 += eight(left, right, a1[0]);
    c5 += eight(left, right, a1[1]);
    c6 += eight(left, right, a1[2]);
    c7 += eight(left, right, a1[3]);
    let a2 = turned(select(vec4f(), a[row + min(i + 2u, M - 1u)], k + lane < K));
    c8 += eight(left, right, a2[0]);
    c9 += eight(left, right, a2[1]);
    c10 += eight(left, right, a2[2]);
    c11 += eight(left, right, a2[3]);
    let a3 = turned(select(vec4f(), a[row + min(i + 3u, M - 1u)], k + lane < K));
    c12 += eight(left, right, a3[0]);
    c13 += eight(left, right, a3[1]);
    c14 += eight(left, right, a3[2]);
    c15 += eight(left, right, a3[3]);
  }
  if isInside {
    storeTile(
      tile,
      array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15),
    );
  }
}
