// linear/tiles-tn — 32 rows and 32 columns of aᵀ b, 32 k at a time, by a whole workgroup.

fn multiplyTile(tile: Tile, index: u32) {
  let K = params.K;
  let along = index / 8u;
  let first = 4u * (index % 8u);
  var sums = mat4x4f();
  for (var k = 0u; k < K; k += 32u) {
    // Outside the matrices there is 0.
    var left = vec4f();
    var right = vec4f();
    if k + along < K && tile.row + first < params.M {
      left = fourOfA((tile.lineage * K + k + along) * params.M, tile.row + first, params.M);
    }
    keep(along * STRIDE + first, 1u, keptOfA(left));
    if k + along < K && tile.column + first < params.N {
      right = fourOfB((tile.lineage * K + k + along) * params.N, tile.column + first, params.N);
    }
    keep(RIGHT + along * STRIDE + first, 1u, keptOfB(right));
    workgroupBarrier();
    sums += quarterSums(index);
    workgroupBarrier();
  }
  finish(tile, index, sums);
}
