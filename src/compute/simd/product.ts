import { type MicroKernelArguments, TILE_COLUMNS, TILE_ROWS, microKernel } from "./micro-kernel.ts";

/** Most rows, columns and inner elements that are worked on at once: some megabytes in all. */
const ROWS = 1024;
const COLUMNS = 512;
const INNER = 512;
const PAGE = 2 ** 16;

/** One matrix product, row-major; `start` in elements. NT has b transposed, TN has a. */
export interface CpuProduct {
  readonly kind: "NN" | "NT" | "TN";
  readonly a: Float32Array;
  readonly aStart: number;
  readonly b: Float32Array;
  readonly bStart: number;
  readonly c: Float32Array;
  readonly cStart: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** Adds a product to c, every element in ascending order of k in single precision. */
export function addProduct(product: CpuProduct): void {
  if (product.M * product.N * product.K === 0) return;
  machine ??= assembled() ?? { add: addPlainly };
  machine.add(product);
}

/** The same bits without SIMD, for engines that lack it. */
export function addPlainly({ kind, a, aStart, b, bStart, c, cStart, M, N, K }: CpuProduct): void {
  const [aRow, aInner] = kind === "TN" ? [1, M] : [K, 1];
  const columns = new Float32Array(N);
  for (let k = 0; k < K; k++) {
    for (let n = 0; n < N; n++) columns[n] = b[bStart + (kind === "NT" ? n * K + k : k * N + n)];
    for (let m = 0; m < M; m++) {
      const factor = a[aStart + m * aRow + k * aInner];
      const row = cStart + m * N;
      for (let n = 0; n < N; n++) c[row + n] += Math.fround(factor * columns[n]);
    }
  }
}

interface Machine {
  add(product: CpuProduct): void;
}

let machine: Machine | undefined;

/** Null where there is no SIMD, or no WebAssembly may be made. */
function assembled(): Machine | null {
  const areas = [ROWS * INNER, COLUMNS * INNER, ROWS * COLUMNS, TILE_ROWS * INNER, COLUMNS * INNER];
  const addresses = areas.map((_, i) => 4 * areas.slice(0, i).reduce((sum, area) => sum + area, 0));
  const bytes = addresses[4] + 4 * areas[4];
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const module = new WebAssembly.Module(microKernel());
    const { exports } = new WebAssembly.Instance(module, { host: { memory } });
    return new Blocks(memory, addresses, exports["run"] as Run);
  } catch {
    return null;
  }
}

type Run = (...numbers: readonly number[]) => void;

/** Cuts a product into blocks that fit the memory of the micro-kernel. */
class Blocks implements Machine {
  readonly #floats: Float32Array;
  readonly #addresses: readonly number[];
  readonly #run: Run;

  constructor(memory: WebAssembly.Memory, addresses: readonly number[], run: Run) {
    this.#floats = new Float32Array(memory.buffer);
    this.#addresses = addresses;
    this.#run = run;
  }

  add(product: CpuProduct): void {
    for (let n = 0; n < product.N; n += COLUMNS) {
      for (let m = 0; m < product.M; m += ROWS) this.#addBlock(product, m, n);
    }
  }

  #addBlock(product: CpuProduct, m: number, n: number): void {
    const { kind, a, aStart, b, bStart, c, cStart, M, N, K } = product;
    const [aAt, bAt, cAt, packedA, packedB] = this.#addresses;
    const rows = Math.min(ROWS, M - m);
    const columns = Math.min(COLUMNS, N - n);
    const cBlock = { array: c, start: cStart + m * N + n, stride: N, rows, columns };
    const wholeRows = Math.ceil(rows / TILE_ROWS) * TILE_ROWS;
    const wholeColumns = Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS;
    this.#load(cBlock, cAt, wholeColumns);
    for (let k = 0; k < K; k += INNER) {
      const inner = Math.min(INNER, K - k);
      const isTN = kind === "TN";
      const isNT = kind === "NT";
      if (isTN) {
        const start = aStart + k * M + m;
        const block = { array: a, start, stride: M, rows: inner, columns: rows };
        this.#load(block, aAt, wholeRows);
      } else {
        const start = aStart + m * K + k;
        this.#load({ array: a, start, stride: K, rows, columns: inner }, aAt, inner);
      }
      if (isNT) {
        const start = bStart + n * K + k;
        const block = { array: b, start, stride: K, rows: columns, columns: inner };
        this.#load(block, bAt, inner);
      } else {
        const start = bStart + k * N + n;
        const block = { array: b, start, stride: N, rows: inner, columns };
        this.#load(block, bAt, wholeColumns);
      }
      const [aRow, aInner] = isTN ? [4, 4 * wholeRows] : [4 * inner, 4];
      const [bColumn, bInner] = isNT ? [4 * inner, 4] : [4, 4 * wholeColumns];
      this.#call({
        inner,
        a: aAt,
        aEnd: aAt + wholeRows * aRow,
        aRow,
        aInner,
        b: bAt,
        bEnd: bAt + wholeColumns * bColumn,
        bColumn,
        bInner,
        c: cAt,
        cRow: 4 * wholeColumns,
        packedA,
        packedB,
      });
    }
    this.#store(cBlock, cAt, wholeColumns);
  }

  #call(given: MicroKernelArguments): void {
    const { a, aEnd, aRow, aInner, b, bEnd, bColumn, bInner, c, cRow } = given;
    const { inner, packedA, packedB } = given;
    this.#run(inner, a, aEnd, aRow, aInner, b, bEnd, bColumn, bInner, c, cRow, packedA, packedB);
  }

  /** Copies a block to an address. What lies behind its rows and columns leads to nothing. */
  #load({ array, start, stride, rows, columns }: Block, address: number, wide: number): void {
    const to = address / 4;
    if (columns === stride && columns === wide) {
      this.#floats.set(array.subarray(start, start + rows * columns), to);
      return;
    }
    for (let row = 0; row < rows; row++) {
      const from = start + row * stride;
      this.#floats.set(array.subarray(from, from + columns), to + row * wide);
    }
  }

  #store({ array, start, stride, rows, columns }: Block, address: number, wide: number): void {
    const from = address / 4;
    if (columns === stride && columns === wide) {
      array.set(this.#floats.subarray(from, from + rows * columns), start);
      return;
    }
    for (let row = 0; row < rows; row++) {
      const at = from + row * wide;
      array.set(this.#floats.subarray(at, at + columns), start + row * stride);
    }
  }
}

/** Part of a row-major matrix whose rows are `stride` elements apart. */
interface Block {
  readonly array: Float32Array;
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}
