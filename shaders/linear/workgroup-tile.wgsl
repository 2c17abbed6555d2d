// linear/workgroup-tile — 32 rows and 32 columns of a product, worked out by 256 invocations.
//
// 32 k at a time are fetched once for all. Each 64 invocations take 8 of them, 4 rows and 4 columns
// apiece, so that a small product with many k has work for all.

const STRIDE = 33u;  // not 32: neighbours in a column would share a memory bank
const RIGHT = 1056u;

var<workgroup> pool: array<Kept, 2112>;  // 32 k of 32 rows, then 32 k of 32 columns
var<workgroup> quarters: array<vec4f, 256>;  // the sums of one quarter

struct Tile {
  lineage: u32,
  row: u32,
  column: u32,
}

fn tileCount() -> u32 {
  return params.L * ((params.M + 31u) / 32u) * ((params.N + 31u) / 32u);
}

fn tileAt(at: u32) -> Tile {
  let across = (params.N + 31u) / 32u;
  let down = (params.M + 31u) / 32u;
  return Tile(at / (across * down), 32u * ((at / across) % down), 32u * (at % across));
}

// Four neighbours, `apart` from each other in the pool.
fn keep(at: u32, apart: u32, values: vec4<Kept>) {
  pool[at] = values.x;
  pool[at + apart] = values.y;
  pool[at + 2u * apart] = values.z;
  pool[at + 3u * apart] = values.w;
}

// What the 8 k of a quarter add: a column of the result is a row of the product.
fn quarterSums(index: u32) -> mat4x4f {
  let row = 4u * ((index / 8u) % 8u);
  let column = RIGHT + 4u * (index % 8u);
  let first = 8u * (index / 64u);
  var sums = mat4x4f();
  for (var k = first * STRIDE; k < (first + 8u) * STRIDE; k += STRIDE) {
    let p = k + row;
    let q = k + column;
    let right = vec4f(vec4<Kept>(pool[q], pool[q + 1u], pool[q + 2u], pool[q + 3u]));
    sums += mat4x4f(
      right * f32(pool[p]),
      right * f32(pool[p + 1u]),
      right * f32(pool[p + 2u]),
      right * f32(pool[p + 3u]),
    );
  }
  return sums;
}

// Adds the quarters up in their order, and stores the tile.
fn finish(tile: Tile, index: u32, own: mat4x4f) {
  let place = index % 64u;
  let quarter = index / 64u;
  var sums = own;
  for (var giver = 1u; giver < 4u; giver++) {
    if quarter == giver {
      quarters[place] = own[0];
      quarters[place + 64u] = own[1];
      quarters[place + 128u] = own[2];
      quarters[place + 192u] = own[3];
    }
    workgroupBarrier();
    if quarter == 0u {
      sums += mat4x4f(
        quarters[place],
        quarters[place + 64u],
        quarters[place + 128u],
        quarters[place + 192u],
      );
    }
    workgroupBarrier();
  }
  if quarter == 0u {
    for (var i = 0u; i < 4u; i++) {
      let row = tile.row + 4u * (place / 8u) + i;
      store(tile.lineage, row, tile.column + 4u * (place % 8u), unscaled(sums[i]));
    }
  }
}
