// linear/sums-tn-panels — what a panel and a row of aᵀ b are.

// Four k of four columns, j fours on.
fn fourOf(tile: Tile, k: u32, j: u32) -> mat4x4f {
  let step = params.N / 4u;
  let at = (tile.lineage * params.K + k) * step + tile.column + j;
  return transpose(mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]));
}

fn sumOf(four: mat4x4f) -> vec4f {
  return vec4f(1.0) * four;
}

// The sums of 64 k of four columns, which every row of tiles has worked out.
fn storeSums(sums: vec4f, tile: Tile, k: u32, j: u32, isInside: bool) {
  let at = select(0u, tile.lineage * (params.S / 4u) + tile.column + j, params.S > 0u);
  let before = select(vec4f(), columnSums[at], (k > 0u) | (params.accumulate != 0u));
  if isInside & (params.S > 0u) & (tile.row == 0u) {
    columnSums[at] = before + sums;
  }
}

// Where the columns of a are that the lanes load, a k from k on each; M is a multiple of four.
fn rowAt(tile: Tile, r: u32, lane: u32, k: u32) -> u32 {
  return ((tile.lineage * params.K + k + lane) * params.M + min(tile.row + r, params.M - 4u)) / 4u;
}

// Four k of the lane's column of four: number j of what lane i loads becomes number i of lane j.
fn fourOfRow(at: u32, i: u32, lane: u32) -> vec4f {
  let own = a[at + i * params.M];
  let next = quadSwapX(own);
  let two = select(
    vec4f(own.x, next.x, own.z, next.z),
    vec4f(next.y, own.y, next.w, own.w),
    (lane & 1u) == 1u,
  );
  let far = quadSwapY(two);
  return select(vec4f(two.xy, far.xy), vec4f(far.zw, two.zw), lane > 1u);
}
