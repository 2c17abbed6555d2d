// linear/sums-tn — a tile of aᵀ b: the outer products of a row of a and the same row of b.

fn multiplyTile(tile: Tile) {
  let M = params.M;
  let N = params.N;
  let i = tile.row;
  let j = tile.column;
  let lower = min(i + 4u, (M - 1u) & ~3u);
  let second = min(j + 4u, (N - 1u) & ~3u);
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

  for (var k = tile.lineage * params.K; k < (tile.lineage + 1u) * params.K; k++) {
    let above = fourOfA(k * M, i, M);
    let below = fourOfA(k * M, lower, M);
    let left = fourOfB(k * N, j, N);
    let right = fourOfB(k * N, second, N);
    c0 += left * above.x;
    d0 += right * above.x;
    c1 += left * above.y;
    d1 += right * above.y;
    c2 += left * above.z;
    d2 += right * above.z;
    c3 += left * above.w;
    d3 += right * above.w;
    c4 += left * below.x;
    d4 += right * below.x;
    c5 += left * below.y;
    d5 += right * below.y;
    c6 += left * below.z;
    d6 += right * below.z;
    c7 += left * below.w;
    d7 += right * below.w;
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
