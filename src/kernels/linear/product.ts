import { type Workgroups, covering } from "../../compute/kernel.ts";
import { addProduct } from "../../compute/simd/product.ts";

/** What every product has: M rows and N columns, a bias of X columns, a residual of Y rows. */
export type ProductAxes = Readonly<Record<"L" | "M" | "N" | "K" | "X" | "Y", number>>;

export interface ProductArrays {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly bias: Float32Array;
  readonly residual: Float32Array;
  readonly out: Float32Array;
}

/** One invocation for each 8 rows and 8 columns. See shaders/linear/tile.wgsl. */
export function tiles(
  { L, M, N }: ProductAxes,
  { WORKGROUP_SIZE }: Readonly<{ WORKGROUP_SIZE: number }>,
): Workgroups {
  return covering(L * Math.ceil(M / 8) * Math.ceil(N / 8), WORKGROUP_SIZE);
}

/** One invocation for each 32 rows and 8 columns, in quads. See shaders/linear/quad-tile.wgsl. */
export function quadTiles(
  { L, M, N }: ProductAxes,
  { WORKGROUP_SIZE }: Readonly<{ WORKGROUP_SIZE: number }>,
): Workgroups {
  return covering(L * Math.ceil(M / 32) * 4 * Math.ceil(N / 32), WORKGROUP_SIZE);
}

/** One workgroup for each 32 rows and 32 columns. See shaders/linear/workgroup-tile.wgsl. */
export function workgroupTiles({ L, M, N }: ProductAxes): Workgroups {
  return [L * Math.ceil(M / 32) * Math.ceil(N / 32)];
}

/** What a panel is of, and what is added to the sums: see shaders/linear/panel-tile.wgsl. */
export interface PanelOverrides {
  readonly PANEL: 64 | 128;
  readonly COLUMNS: 64 | 128;
  readonly ADDED: 0 | 1 | 2 | 3;
  readonly AFTER: 0 | 1 | 2;
  readonly CORES: number;
}

/** One quad for each 64 or 128 columns and 32 to 512 rows. */
export function panelTiles(
  { L, M, N }: ProductAxes,
  { COLUMNS, CORES }: Readonly<Record<"WORKGROUP_SIZE" | keyof PanelOverrides, number>>,
): Workgroups {
  const choices = [32, 64, 128, 256, 512].map((rows) => {
    const tiles = L * (N / COLUMNS) * Math.ceil(M / rows);
    return { tiles, time: Math.ceil(tiles / CORES) * (26 + Math.min(rows, M)) };
  });
  return [choices.reduce((best, other) => (other.time <= best.time ? other : best)).tiles];
}

interface ReferenceKernel {
  reference(arrays: ProductArrays, scalars: { accumulate: number }, axes: ProductAxes): void;
}

/** That of a plain product, and of what may come after it. */
export function panelReference(plain: ReferenceKernel, { AFTER }: PanelOverrides) {
  return (arrays: ProductArrays, scalars: { accumulate: number }, axes: ProductAxes) => {
    const { out, residual } = arrays;
    // What is a mask is not added.
    plain.reference(arrays, scalars, AFTER === 2 ? { ...axes, Y: 0 } : axes);
    for (let i = 0; i < out.length; i++) {
      if (AFTER === 1 && out[i] < 0) out[i] = 0;
      if (AFTER === 2 && residual[i] <= 0) out[i] = 0;
    }
  };
}

/** What is added to the sum over k of an element. */
export function addends(
  { bias, residual, out }: ProductArrays,
  accumulate: number,
  { M, N, X, Y }: ProductAxes,
  l: number,
  m: number,
  n: number,
): number {
  const at = (l * M + m) * N + n;
  return (
    (X > 0 ? bias[l * X + n] : 0) +
    (Y > 0 ? residual[(l * Y + m) * N + n] : 0) +
    (accumulate === 0 ? 0 : out[at])
  );
}

/** The products of all lineages in single precision, on top of what is added to them. */
export function fastProduct(kind: "NN" | "NT" | "TN") {
  return (arrays: ProductArrays, { accumulate }: { accumulate: number }, axes: ProductAxes) => {
    const { a, b, bias, residual, out } = arrays;
    const { L, M, N, K, X, Y } = axes;
    if (accumulate === 0) out.fill(0);
    for (let l = 0; l < L; l++) {
      const cStart = l * M * N;
      if (X > 0) {
        for (let m = 0; m < M; m++) {
          const row = cStart + m * N;
          for (let n = 0; n < N; n++) out[row + n] += bias[l * N + n];
        }
      }
      if (Y > 0) for (let i = cStart; i < cStart + M * N; i++) out[i] += residual[i];
      addProduct({ kind, a, aStart: l * M * K, b, bStart: l * K * N, c: out, cStart, M, N, K });
    }
  };
}
