import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { DType } from "../../src/compute/tensor.ts";
import { advance } from "../../src/kernels/training/advance.ts";
import { batchKernels, batches, stepCount } from "../../src/training/batches.ts";
import { backends } from "../support/backends.ts";

const L = 2;
/** Samples of the two segments that count. */
const ROWS = [4, 3];

/** The first number of every sample of three batches of five, by lineage; a sample is [n, n + ½]. */
async function drawn(
  backend: Backend,
  dtype: DType,
  generation: number,
  chosen: readonly number[] | null = null,
) {
  await backend.prepare([...batchKernels, advance]);
  using scope = backend.scope("test");
  let first = 0;
  const pool = ROWS.map((rows, birth) => {
    const N = rows + 1;
    const numbers = Array.from({ length: L * N * 2 }, (_, i) => {
      const [l, n] = [Math.floor(i / (2 * N)), Math.floor(i / 2) % N];
      return n < rows ? 100 * l + first + n + (i % 2) * 0.5 : 999;
    });
    first += rows;
    const values =
      dtype === "u32"
        ? scope.tensor("values", "u32", [L, N, 2], Uint32Array.from(numbers))
        : scope.tensor("values", "f32", [L, N, 2], Float32Array.from(numbers));
    return { values, rows, birth, frame: null };
  });
  const keys = scope.tensor("keys", "u32", [L, 2], Uint32Array.of(7, 0, 7, 1));
  const clock = scope.zeros("clock", "u32", [1]);
  const places =
    chosen === null ? null : scope.tensor("chosen", "u32", [L, 7], Uint32Array.from(chosen));
  const { batch, fill } = batches({ backend, scope, keys, generation }, pool, 5, places);
  const seen: number[][] = [[], []];
  for (let step = 0; step < 3; step++) {
    fill(clock);
    backend.dispatch(advance, { clock }, {});
    const [numbers] = await backend.read(batch);
    for (const [l, own] of seen.entries()) {
      for (let b = 0; b < 5; b++) own.push(numbers[(l * 5 + b) * 2]);
    }
  }
  return seen;
}

describe.each(
  backends.flatMap((backend) => [
    { backend, dtype: "u32" as const },
    { backend, dtype: "f32" as const },
  ]),
)("batches of $dtype on $backend.adapter.backend", ({ backend, dtype }) => {
  test("go through all segments of a pool once per epoch", async () => {
    for (const [l, seen] of (await drawn(backend, dtype, 0)).entries()) {
      const all = Array.from({ length: 7 }, (_, n) => 100 * l + n);
      for (const epoch of [seen.slice(0, 7), seen.slice(7, 14)]) {
        expect(epoch.toSorted((a, b) => a - b)).toEqual(all);
      }
    }
  });

  test("hold the rows that stand for a weighted pool, each as often as it was chosen", async () => {
    const chosen = [0, 0, 2, 2, 2, 5, 6, 1, 1, 1, 1, 1, 1, 4];
    for (const [l, seen] of (await drawn(backend, dtype, 0, chosen)).entries()) {
      const all = chosen.slice(7 * l, 7 * l + 7).map((place) => 100 * l + place);
      expect(seen.slice(0, 7).toSorted((a, b) => a - b)).toEqual(all);
    }
  });

  test("come in another order in every generation, epoch and lineage", async () => {
    const [one, two] = await drawn(backend, dtype, 0);
    const [later] = await drawn(backend, dtype, 1);
    const orders = [
      one.slice(0, 7),
      one.slice(7, 14),
      two.slice(0, 7).map((n) => n - 100),
      later.slice(0, 7),
    ];
    expect(new Set(orders.map(String)).size).toBe(orders.length);
  });
});

test("a training takes as many whole steps as its epochs need", () => {
  const pool = ROWS.map((rows) => ({ rows })) as never;
  expect(stepCount(pool, 5, 3)).toBe(5);
  expect(stepCount(pool, 7, 3)).toBe(3);
});
