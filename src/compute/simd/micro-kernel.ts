import {
  type Code,
  Locals,
  add,
  addFours,
  constant,
  get,
  loadF32,
  loadFour,
  loadSplat,
  moduleOf,
  multiply,
  multiplyFours,
  repeatBelow,
  set,
  storeF32,
  storeFour,
} from "./assembler.ts";

/** Rows and columns of a tile: its eight sums of four, two fours of b and one of a fit registers. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

const FOURS = TILE_COLUMNS / 4;
const PARAMETERS = 13;

/** What the assembled function takes: addresses, extents and strides, in bytes but for the first. */
export interface MicroKernelArguments {
  /** K. */
  readonly inner: number;
  readonly a: number;
  readonly aEnd: number;
  readonly aRow: number;
  readonly aInner: number;
  readonly b: number;
  readonly bEnd: number;
  readonly bColumn: number;
  readonly bInner: number;
  readonly c: number;
  readonly cRow: number;
  /** Room for K tiles' worth of rows of a. */
  readonly packedA: number;
  /** Room for all of b. */
  readonly packedB: number;
}

/**
 * WebAssembly for c += a b: b is put in order, K fours of fours of columns at a time, then each
 * four rows of a, and then tile after tile is summed in registers, in ascending order of k.
 *
 * Rows are whole tiles, and so are columns. Row i, element k of `a` lies at a + i aRow + k aInner.
 */
export function microKernel() {
  const [K, a, aEnd, aRow, aInner, b, bEnd, bColumn, bInner, c, cRow, packedA, packedB] =
    Array.from({ length: PARAMETERS }, (_, i) => i);
  const locals = new Locals(PARAMETERS);
  const [from, to, end, packedEnd, tile] = Array.from({ length: 5 }, () => locals.integer());
  const rows = Array.from({ length: TILE_ROWS }, () => locals.integer());
  const value = locals.number();
  const factor = locals.four();
  const row = Array.from({ length: FOURS }, () => locals.four());
  const sums = rows.map(() => row.map(() => locals.four()));

  const advance = (local: number, by: Code) => set(local, add(get(local), by));
  const moved = (local: number, by: Code) => add(get(local), by);

  /** K times `width` numbers, `across` apart from each other and `along` from those before. */
  const pack = (source: number, width: number, across: number, along: number): Code => [
    ...set(end, moved(to, multiply(get(K), constant(4 * width)))),
    ...repeatBelow(to, end, [
      ...set(from, get(source)),
      ...Array.from({ length: width }, (_, i) => [
        ...set(value, loadF32(get(from))),
        ...storeF32(get(to), get(value), 4 * i),
        ...advance(from, get(across)),
      ]).flat(),
      ...advance(source, get(along)),
      ...advance(to, constant(4 * width)),
    ]),
  ];

  const packAllOfB: Code = [
    ...set(to, get(packedB)),
    ...repeatBelow(b, bEnd, [
      ...set(tile, moved(b, multiply(get(bColumn), constant(TILE_COLUMNS)))),
      ...pack(b, TILE_COLUMNS, bColumn, bInner),
      ...set(b, get(tile)),
    ]),
    ...set(packedEnd, get(to)),
  ];

  const packRowsOfA: Code = [
    ...set(to, get(packedA)),
    ...set(tile, moved(a, multiply(get(aRow), constant(TILE_ROWS)))),
    ...pack(a, TILE_ROWS, aRow, aInner),
    ...set(a, get(tile)),
  ];

  const step: Code = [
    ...row.flatMap((four, j) => set(four, loadFour(get(from), 16 * j))),
    ...sums.flatMap((ofRow, i) => [
      ...set(factor, loadSplat(get(to), 4 * i)),
      ...ofRow.flatMap((sum, j) =>
        set(sum, addFours(get(sum), multiplyFours(get(factor), get(row[j])))),
      ),
    ]),
    ...advance(from, constant(4 * TILE_COLUMNS)),
    ...advance(to, constant(4 * TILE_ROWS)),
  ];

  const oneTile: Code = [
    ...rows.flatMap((at, i) => set(at, i === 0 ? get(tile) : moved(rows[i - 1], get(cRow)))),
    ...sums.flatMap((ofRow, i) =>
      ofRow.flatMap((sum, j) => set(sum, loadFour(get(rows[i]), 16 * j))),
    ),
    ...set(to, get(packedA)),
    ...repeatBelow(to, end, step),
    ...sums.flatMap((ofRow, i) =>
      ofRow.flatMap((sum, j) => storeFour(get(rows[i]), get(sum), 16 * j)),
    ),
    ...advance(tile, constant(4 * TILE_COLUMNS)),
  ];

  const body: Code = [
    ...packAllOfB,
    ...repeatBelow(a, aEnd, [
      ...packRowsOfA,
      ...set(tile, get(c)),
      ...set(from, get(packedB)),
      ...repeatBelow(from, packedEnd, oneTile),
      ...advance(c, multiply(get(cRow), constant(TILE_ROWS))),
    ]),
  ];
  return moduleOf(PARAMETERS, locals, body);
}
