// linear/tiles-nt — 32 rows and 32 columns of a bᵀ, 32 k at a time, by a whole workgroup.

fn multiplyTile(tile: Tile, index: u32) {
  let K = params.K;
  let along = index / 8u;
  let first = 4u * (index % 8u);
  var sums = mat4x4f();
  for (var k = 0u; k < K; k += 32u) {
    // Outside the matrices there is 0.
    var left = vec4f();
    var right = vec4f();
    let aRow = tile.row + along;
    if aRow < params.M && k + first < K {
      left = fourOfA((tile.lineage * params.M + aRow) * K, k + first, K);
    }
    keep(first * STRIDE + along, STRIDE, keptOfA(left));
    let bRow = tile.column + along;
    if bRow < params.N && k + first < K {
      right = fourOfB((tile.lineage * params.N + bRow) * K, k + first, K);
    }
    keep(RIGHT + first * STRIDE + along, STRIDE, keptOfB(right));
    workgroupBarrier();
    sums += quarterSums(index);
    workgroupBarrier();
  }
  finish(tile, index, sums);
}
