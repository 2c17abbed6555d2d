import { describe, expect, test } from "vitest";
import {
  chunkMomentsFours,
  chunkMomentsOf,
} from "../../src/kernels/gaussian/chunk-moments-fours.ts";
import { chunkLength, chunkMoments } from "../../src/kernels/gaussian/chunk-moments.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

/** As many lineages of `rows` rows that count, then three that do not and would be noticed. */
function testCase(rows: number, { L = 3, D = 1, mean = 3, deviation = 1 } = {}) {
  const N = rows + 3;
  const length = chunkLength(rows);
  const value = (i: number) => {
    const row = Math.floor(i / D) % N;
    return row < rows ? mean + deviation * scatteredNormal(i) : 1e30;
  };
  return {
    axes: { L, N, D, C: Math.ceil(rows / length) },
    scalars: { rows, chunkLength: length },
    inputs: { values: value },
  };
}

describe.skipIf(webgpu === null)("chunk-moments in WGSL", () => {
  // Sixteen rows are read together: every remainder of them, and a chunk more.
  const rows = [...Array.from({ length: 18 }, (_, i) => i + 1), 31, 33, 257, 1000];

  test.each(rows)("counts %i rows and none behind them", async (count) => {
    // A chunk is at most 32 rows here: its sums stay below 100, where f32 resolves 8e-6.
    await expectAgreement(chunkMoments, testCase(count), { absolute: 1e-5, relative: 2e-6 });
    const deep = testCase(count, { L: 2, D: 5 });
    await expectAgreement(chunkMoments, deep, { absolute: 1e-5, relative: 2e-6 });
  });

  test("keeps a small deviation beside a large mean", async () => {
    const small = testCase(1000, { mean: 1000, deviation: 0.01 });
    const { squares } = await runKernel(webgpu!, chunkMoments, small);
    // The variance is 1e-4; as a difference of squares near 1e6 it would be lost, at 0.06.
    for (const square of squares.slice(0, -1)) expect(square / 32).toBeLessThan(3e-4);
    await expectAgreement(chunkMoments, small, { absolute: 1e-6, relative: 1e-2 }, ["means"]);
  });
});

describe.skipIf(webgpu === null)("chunk-moments-fours in WGSL", () => {
  test.each([1, 5, 13, 17, 257, 1001])("sums %i rows as chunk-moments does", async (rows) => {
    const fours = testCase(rows, { L: 67 });
    expect(fours.axes.N % 4).toBe(0);
    await expectAgreement(chunkMomentsFours, fours, { absolute: 1e-5, relative: 2e-6 });
    const actual = await runKernel(webgpu!, chunkMomentsFours, fours);
    const expected = await runKernel(webgpu!, chunkMoments, fours);
    // Two pipelines may contract products and sums differently, and that is all.
    expectClose(actual["squares"], expected["squares"], { absolute: 1e-6, relative: 1e-6 });
  });

  test("are for a line whose rows come in fours", () => {
    expect(chunkMomentsOf(1000, 1)).toBe(chunkMomentsFours);
    expect(chunkMomentsOf(1001, 1)).toBe(chunkMoments);
    expect(chunkMomentsOf(1000, 2)).toBe(chunkMoments);
  });
});

test.each(backends)("a lineage's sums do not depend on L, on $adapter.backend", async (backend) => {
  const alone = testCase(1000, { L: 1, D: 3 });
  const beside = testCase(1000, { L: 67, D: 3 });
  const first = await runKernel(backend, chunkMoments, alone);
  const all = await runKernel(backend, chunkMoments, beside);
  expect(all["means"].slice(0, first["means"].length)).toEqual(first["means"]);
  expect(all["squares"].slice(0, first["squares"].length)).toEqual(first["squares"]);
});
