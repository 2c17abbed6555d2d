// linear/sums-tn-panels — what a panel and a row of aᵀ b are.

// Number i of the fours of k and of columns, of which j are skipped.
fn fillPanel(kept: ptr<function, Kept>, tile: Tile, k: u32, j: u32, i: u32) {
  let step = params.N / 4u;
  let at = (tile.lineage * params.K + k + (i & ~3u)) * step + tile.column + j + (i & 3u);
  let four = transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
  (*kept)[4u * i] = four[0];
  (*kept)[4u * i + 1u] = four[1];
  (*kept)[4u * i + 2u] = four[2];
  (*kept)[4u * i + 3u] = four[3];
}

// Where the column of a begins, at k, that the lane loads of four; behind the last, the last.
fn ownOf(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  return (tile.lineage * params.K + k) * params.M + min(tile.row + r + lane, params.M - 1u);
}

// A number costs as much alone as among four.
fn ownFour(own: u32, four: u32) -> vec4f {
  let at = own + 4u * four * params.M;
  return vec4f(a[at], a[at + params.M], a[at + 2u * params.M], a[at + 3u * params.M]);
}
