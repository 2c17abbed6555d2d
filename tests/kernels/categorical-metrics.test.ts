import { describe, expect, test } from "vitest";
import { CHUNK_LENGTH, chunkCount } from "../../src/kernels/categorical/chunks.ts";
import { entropySums } from "../../src/kernels/metrics/entropy.ts";
import { heterozygositySums } from "../../src/kernels/metrics/heterozygosity.ts";
import { jsSums } from "../../src/kernels/metrics/js.ts";
import { klSums } from "../../src/kernels/metrics/kl.ts";
import { lostMassSums } from "../../src/kernels/metrics/lost-mass.ts";
import { sumChunks } from "../../src/kernels/metrics/sum-chunks.ts";
import { survivorSums } from "../../src/kernels/metrics/survivors.ts";
import { totalVariationSums } from "../../src/kernels/metrics/total-variation.ts";
import { expectAgreement, runKernel, scatteredFraction, scatteredWord } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const kernels = {
  entropySums,
  heterozygositySums,
  survivorSums,
  lostMassSums,
  klSums,
  jsSums,
  totalVariationSums,
};

/** Rows of counts as the inputs of a kernel: the current model's and the real distribution's. */
function inputsOf(rows: readonly Uint32Array[], realRows: readonly Uint32Array[]) {
  const K = rows[0].length;
  const totals = rows.map(sum);
  const realTotals = realRows.map(sum);
  const flat = rows.flatMap((row) => [...row]);
  const realFlat = realRows.flatMap((row) => [...row]);
  return {
    axes: { L: rows.length, R: realRows.length, K, C: chunkCount(K) },
    inputs: {
      counts: (i: number) => flat[i],
      totals: (l: number) => totals[l],
      realCounts: (i: number) => realFlat[i],
      realTotals: (r: number) => realTotals[r],
    },
  };
}

function sum(row: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < row.length; k++) total += row[k];
  return total;
}

/** A kernel's own inputs out of all of them. */
function caseFor(kernel: { readonly bindings: object }, all: ReturnType<typeof inputsOf>) {
  const inputs = Object.entries(all.inputs).filter(([name]) => name in kernel.bindings);
  return { axes: all.axes, inputs: Object.fromEntries(inputs) };
}

async function measured(
  backend: (typeof backends)[number],
  kernel: (typeof kernels)[keyof typeof kernels],
  rows: readonly Uint32Array[],
  realRows: readonly Uint32Array[],
) {
  const { sums } = await runKernel(backend, kernel, caseFor(kernel, inputsOf(rows, realRows)));
  const C = chunkCount(rows[0].length);
  return rows.map((_, l) => sum(sums.slice(l * C, (l + 1) * C)));
}

/** Real counts, all alive, up to the largest that a total allows. */
const realRow = (K: number, seed: number) =>
  Uint32Array.from(
    { length: K },
    (_, k) => 1 + Math.floor((2 ** 31 / K) * scatteredFraction(seed + k)),
  );
/** A small sample of it, in which some categories are missing. */
const sampleRow = (K: number, seed: number) =>
  Uint32Array.from({ length: K }, (_, k) => scatteredWord(seed + k) % 4);

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  describe.each(Object.entries(kernels))("%s", (_name, kernel) => {
    test.each([5, CHUNK_LENGTH, 1009])("over %i categories", async (K) => {
      const rows = [sampleRow(K, 1), sampleRow(K, 7000), sampleRow(K, 90_000)];
      const shared = inputsOf(rows, [realRow(K, 5)]);
      await expectAgreement(kernel, caseFor(kernel, shared), { relative: 2e-6 });
      const own = inputsOf(rows, [realRow(K, 5), realRow(K, 50_000), realRow(K, 600_000)]);
      await expectAgreement(kernel, caseFor(kernel, own), { relative: 2e-6 });
    });

    test("over 65,536 categories", async () => {
      const all = inputsOf([realRow(65_536, 3)], [realRow(65_536, 5)]);
      await expectAgreement(kernel, caseFor(kernel, all), { relative: 2e-6 });
    });
  });

  test("sumChunks", async () => {
    const [L, C] = [3, 255];
    const testCase = { axes: { L, C }, inputs: { sums: scatteredFraction } };
    await expectAgreement(sumChunks, testCase, { relative: 1e-6 });
  });

  test("distances keep their digits where double precision would have lost half of them", async () => {
    // Ten samples in a thousand million are elsewhere, so x = 5e-8 and y = -1e-7: squares suffice.
    const real = Uint32Array.of(2e8, 1e8, 3e8, 4e8);
    const near = Uint32Array.of(2e8 + 10, 1e8 - 10, 3e8, 4e8);
    const value = async (kernel: (typeof kernels)[keyof typeof kernels]) =>
      (await measured(webgpu!, kernel, [near], [real]))[0];
    const kl = (0.2 * 5e-8 ** 2 + 0.1 * 1e-7 ** 2) / 2;
    expectClose([await value(klSums)], [kl], { relative: 2e-6 });
    expectClose([await value(jsSums)], [kl / 4], { relative: 2e-6 });
    expectClose([await value(totalVariationSums)], [1e-8], { relative: 2e-6 });
    expect(await value(lostMassSums)).toBe(0);
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  const fixed = Uint32Array.of(0, 0, 1_000_003, 0);
  const uniform = new Uint32Array(4).fill(1);

  test("a fixed lineage has no diversity left, exactly", async () => {
    expect(await measured(backend, heterozygositySums, [fixed], [uniform])).toEqual([0]);
    expect(await measured(backend, entropySums, [fixed], [uniform])).toEqual([0]);
    expect(await measured(backend, survivorSums, [fixed], [uniform])).toEqual([1]);
  });

  test("nothing is lost while everything lives, exactly", async () => {
    expect(await measured(backend, lostMassSums, [Uint32Array.of(9, 1, 1, 5)], [uniform])).toEqual([
      0,
    ]);
  });

  test("a model that is the real distribution has no distance to it, exactly", async () => {
    const real = Uint32Array.of(7, 3, 11, 1);
    const scaled = real.map((count) => 3 * count);
    for (const kernel of [klSums, jsSums, totalVariationSums]) {
      expect(await measured(backend, kernel, [scaled], [real])).toEqual([0]);
    }
  });

  test("known values", async () => {
    const real = Uint32Array.of(1, 1, 2, 0);
    const model = Uint32Array.of(30, 0, 10, 0);
    const value = async (kernel: (typeof kernels)[keyof typeof kernels]) =>
      (await measured(backend, kernel, [model], [real]))[0];
    expect(await value(entropySums)).toBeCloseTo(
      -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)),
      6,
    );
    expect(await value(heterozygositySums)).toBeCloseTo(1 - 0.75 ** 2 - 0.25 ** 2, 6);
    expect(await value(survivorSums)).toBe(2);
    expect(await value(lostMassSums)).toBe(0.25);
    expect(await value(klSums)).toBeCloseTo(0.75 * Math.log(3) + 0.25 * Math.log(0.5), 6);
    expect(await value(totalVariationSums)).toBeCloseTo(0.5, 6);
    const js = (p: number, q: number) => (p === 0 ? 0 : 0.5 * p * Math.log((2 * p) / (p + q)));
    const pairs = [
      [0.75, 0.25],
      [0, 0.25],
      [0.25, 0.5],
    ];
    const expected = pairs.reduce((total, [p, q]) => total + js(p, q) + js(q, p), 0);
    expect(await value(jsSums)).toBeCloseTo(expected, 6);
  });

  test("two distributions without a common category are ln 2 and 1 apart", async () => {
    const [left, right] = [Uint32Array.of(3, 5, 0, 0), Uint32Array.of(0, 0, 1, 9)];
    const [js] = await measured(backend, jsSums, [left], [right]);
    const [distance] = await measured(backend, totalVariationSums, [left], [right]);
    expect(js).toBeCloseTo(Math.LN2, 6);
    expect(distance).toBeCloseTo(1, 6);
  });
});
