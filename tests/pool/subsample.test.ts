import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { subsample, subsampleKernels } from "../../src/pool/subsample.ts";
import type { Pool } from "../../src/samples.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { chiSquareScore } from "../support/chi-square.ts";
import { contextFor } from "../support/contexts.ts";

await webgpu?.prepare(subsampleKernels);

interface Options {
  readonly L?: number;
  readonly rows?: number;
  readonly replacement?: boolean;
  readonly generation?: number;
  /** Of all rows, of every lineage; absent where every row counts once. */
  readonly weights?: readonly number[];
}

/** By lineage: the new weights of two segments of 5 and 8 rows, of which the last is no part. */
async function weightsOf(backend: Backend, options: Options): Promise<number[][]> {
  const { L = 3, rows = 6, replacement = false, generation = 0, weights } = options;
  using scope = backend.scope("test");
  const context = contextFor(backend, scope, {
    lineages: L,
    space: { kind: "vector", dimensions: 1 },
    generation,
  });
  const sizes = [5, 8];
  const pool: Pool = sizes.map((size, s) => {
    const own = weights?.slice(5 * s, 5 * s + size) ?? [];
    const tiled = Float32Array.from({ length: L * size }, (_, i) => own[i % size] ?? 0);
    return {
      values: scope.zeros("values", "f32", [L, size, 1]),
      rows: size === 8 ? 7 : size,
      birth: s,
      frame: null,
      ...(weights && { weight: scope.tensor("weight", "f32", [L, size], tiled) }),
    };
  });
  const chosen = subsample(context, pool, rows, { replacement });
  const arrays = await backend.read(...chosen.map(({ weight }) => weight!));
  return Array.from({ length: L }, (_, l) =>
    arrays.flatMap((array, s) => Array.from(array.subarray(l * sizes[s], (l + 1) * sizes[s]))),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a part has exactly as many rows as were asked for, each once", async () => {
    for (const row of await weightsOf(backend, { L: 17 })) {
      expect(sum(row)).toBe(6);
      expect(row.every((weight) => weight === 0 || weight === 1)).toBe(true);
      expect(row[12]).toBe(0);
    }
  });

  test("drawn with replacement they are as many, and some come twice", async () => {
    const all = await weightsOf(backend, { L: 17, rows: 9, replacement: true });
    for (const row of all) expect(sum(row)).toBe(9);
    expect(Math.max(...all.flat())).toBeGreaterThan(1);
    expect(all.every((row) => row[12] === 0)).toBe(true);
  });

  test("rows that are not there are never chosen, and no more than there are", async () => {
    const weights = [0, 1, 1, 0, 2, 0, 0, 1, 1, 0, 0, 0, 1];
    for (const replacement of [false, true]) {
      for (const row of await weightsOf(backend, { weights, replacement })) {
        expect(row.every((weight, i) => weights[i] > 0 || weight === 0)).toBe(true);
        // Of the six rows that are there the last is no part of the pool.
        expect(sum(row)).toBe(replacement ? 6 : 5);
      }
    }
  });

  test("of nothing nothing is chosen", async () => {
    const weights = Array.from({ length: 13 }, () => 0);
    for (const replacement of [false, true]) {
      const all = await weightsOf(backend, { weights, replacement });
      expect(all.flat().every((weight) => weight === 0)).toBe(true);
    }
  });

  test("lineages and generations choose for themselves, whatever runs beside them", async () => {
    const [one, other] = await weightsOf(backend, { L: 2 });
    expect(one).not.toEqual(other);
    expect((await weightsOf(backend, { L: 1 }))[0]).toEqual(one);
    expect((await weightsOf(backend, { L: 1, generation: 1 }))[0]).not.toEqual(one);
  });
});

test("every row is chosen as often as any other, or by its weight", async () => {
  const L = 4000;
  const frequencies = (all: readonly number[][]) =>
    Float64Array.from({ length: 12 }, (_, i) => sum(all.map((row) => row[i])));
  const even = new Float64Array(12).fill(1 / 12);
  // Chosen without replacement rows vary less than independent draws would.
  expect(chiSquareScore(frequencies(await weightsOf(cpu, { L })), even)).toBeLessThan(4);
  const weights = [1, 0.5, 2, 1, 1, 0.25, 0.25, 1, 1, 1, 0.5, 0.5, 9];
  const shares = Float64Array.from(weights.slice(0, 12), (weight) => weight / 10);
  const drawn = await weightsOf(cpu, { L, rows: 12, replacement: true, weights });
  expect(chiSquareScore(frequencies(drawn), shares)).toBeLessThan(4);
});
