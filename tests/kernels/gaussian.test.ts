import { describe, expect, test } from "vitest";
import { chunkComoments } from "../../src/kernels/gaussian/chunk-comoments.ts";
import { cholesky, choleskyRoot } from "../../src/kernels/gaussian/cholesky.ts";
import { chunkLength, chunkMoments } from "../../src/kernels/gaussian/chunk-moments.ts";
import { combineFactors } from "../../src/kernels/gaussian/combine-factors.ts";
import { combineMoments } from "../../src/kernels/gaussian/combine.ts";
import { composeMoments } from "../../src/kernels/gaussian/compose.ts";
import { difference } from "../../src/kernels/gaussian/difference.ts";
import { mergeMoments } from "../../src/kernels/gaussian/merge-moments.ts";
import { orthogonalRoot } from "../../src/kernels/gaussian/orthogonal-root.ts";
import { marginalsSample } from "../../src/kernels/gaussian/sample-marginals.ts";
import { gaussianSampleTruncated } from "../../src/kernels/gaussian/sample-truncated.ts";
import { gaussianSample } from "../../src/kernels/gaussian/sample.ts";
import { widen } from "../../src/kernels/gaussian/widen.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import {
  type Case,
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
  scatteredWord,
} from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";

const random = { stream: 3, generation: 5 };
const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);

// Sizes that neither the workgroup (64) nor the block (4) divides.
const SIZES = [
  { L: 3, N: 257, D: 5 },
  { L: 1, N: 1, D: 1 },
  { L: 67, N: 33, D: 1 },
];

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each(SIZES)("sample %o", async (axes) => {
    const inputs = { keys, spread: (i: number) => 1 + (i % 3) };
    // Normals agree to 1e-5; here they are scaled by at most 3.
    await expectAgreement(gaussianSample, { axes, scalars: random, inputs }, { absolute: 3e-5 });
  });

  test.each(SIZES)("sample-truncated %o", async (axes) => {
    const inputs = {
      keys,
      spread: (i: number) => 1 + (i % 3),
      bound: (i: number) => [2, 0.3, 1e30][i % 3],
    };
    const testCase = { axes, scalars: random, inputs };
    await expectAgreement(gaussianSampleTruncated, testCase, { absolute: 3e-5 });
  });

  test.each(SIZES)("sample-marginals %o", async (axes) => {
    const J = 3;
    const inputs = {
      keys,
      upTo: (i: number) => [0.2, 0.7, 1][i % J],
      componentMean: (i: number) => [-5, 0, 7][i % J],
      componentDeviation: (i: number) => [1, 0.1, 3][i % J],
    };
    const testCase = { axes: { ...axes, J }, scalars: random, inputs };
    await expectAgreement(marginalsSample, testCase, { absolute: 3e-5 });
  });

  test.each(SIZES)("chunk-moments and merge-moments %o", async ({ L, N, D }) => {
    const rows = Math.max(1, N - 4);
    const scalars = { rows, chunkLength: chunkLength(rows) };
    const C = Math.ceil(rows / scalars.chunkLength);
    const axes = { L, N, D, C };
    const chunks = {
      axes,
      scalars,
      inputs: { values: (i: number) => 3 + scatteredNormal(i) },
    };
    await expectAgreement(chunkMoments, chunks, { absolute: 1e-4, relative: 1e-6 });
    const merged = {
      axes,
      scalars,
      inputs: {
        means: scatteredNormal,
        squares: (i: number) => scatteredNormal(i) ** 2,
        frameMean: scatteredNormal,
        frameLogDeviation: (i: number) => -i,
      },
    };
    await expectAgreement(mergeMoments, merged, { absolute: 1e-6, relative: 1e-6 });
  });

  test("combine, with sets that have no spread and sets that lie apart", async () => {
    const logDeviations = [0, -50, LOG_ZERO, 3];
    const testCase = {
      axes: { L: 33, D: 3 },
      scalars: { firstRows: 1000, secondRows: 77 },
      inputs: {
        firstMean: (i: number) => (i % 5 === 0 ? 1 : scatteredNormal(i)),
        secondMean: (i: number) => (i % 5 === 0 ? 1 : scatteredNormal(i + 1000)),
        firstLogDeviation: (i: number) => logDeviations[i % 4],
        secondLogDeviation: (i: number) => logDeviations[(i >> 2) % 4],
      },
    };
    await expectAgreement(combineMoments, testCase, { absolute: 2e-6, relative: 1e-6 });
  });

  test.each([
    { L: 3, N: 100, D: 4 },
    { L: 65, N: 7, D: 3 },
    { L: 2, N: 3, D: 5 },
  ])("chunk-comoments and cholesky %o", async ({ L, N, D }) => {
    const rows = N - 1;
    const scalars = { rows, chunkLength: chunkLength(rows) };
    const C = Math.ceil(rows / scalars.chunkLength);
    const axes = { L, N, D, C };
    const inputs = { values: scatteredNormal, center: (i: number) => 0.1 * scatteredNormal(i) };
    await expectAgreement(chunkComoments, { axes, scalars, inputs }, { absolute: 2e-4 });
    const { products } = await runKernel(cpu, chunkComoments, { axes, scalars, inputs });
    const roots = { axes, scalars: { rows }, inputs: { products: (i: number) => products[i] } };
    // The last pivots of few samples are small differences of entries near 1.
    await expectAgreement(cholesky, roots, { absolute: 2e-4, relative: 1e-5 });
  });

  test.each([
    { L: 65, N: 5, D: 3 },
    { L: 3, N: 4, D: 6 },
    { L: 2, N: 2, D: 1 },
  ])("orthogonal-root %o", async (axes) => {
    const inputs = { values: scatteredNormal, center: () => 0.1 };
    const testCase = { axes, scalars: { rows: axes.N - 1 }, inputs };
    const ignored = ["columns"];
    await expectAgreement(orthogonalRoot, testCase, { absolute: 5e-6, relative: 1e-5 }, ignored);
  });

  test.each([0, 4])("compose with a frame's factor of %i rows", async (E) => {
    const D = 4;
    const inputs = {
      center: scatteredNormal,
      root: lowerTriangular(D, (i, j) => (j === i ? 0.5 : 0.3)),
      frameMean: scatteredNormal,
      frameLogDeviation: (i: number) => -i,
      frameFactor: lowerTriangular(D, () => 0.5),
    };
    await expectAgreement(
      composeMoments,
      { axes: { L: 17, D, E }, inputs },
      { absolute: 1e-5, relative: 1e-5 },
    );
  });

  test("combine-factors, difference and widen", async () => {
    const D = 3;
    const axes = { L: 19, D };
    const inputs = {
      distance: (i: number) => (i % 4 === 0 ? 0 : 0.3 * scatteredNormal(i)),
      firstLogDeviation: () => 0,
      secondLogDeviation: (i: number) => -(i % 3),
      // what gaussian/combine gives for these sets
      logDeviation: (i: number) =>
        0.5 *
        Math.log(
          100 / 350 +
            (250 / 350) * Math.exp(-2 * (i % 3)) +
            ((100 * 250) / 350 ** 2) * (i % 4 === 0 ? 0 : 0.3 * scatteredNormal(i)) ** 2,
        ),
      firstFactor: unitRows(D),
      secondFactor: unitRows(D),
    };
    const scalars = { firstRows: 100, secondRows: 250 };
    const pooled = { axes: { ...axes, W: 2 * D + 1 }, scalars, inputs };
    await expectAgreement(combineFactors, pooled, { absolute: 1e-5 }, ["rows"]);
    const pair = { first: scatteredNormal, second: (i: number) => scatteredNormal(i + 500) };
    await expectAgreement(difference, { axes, inputs: pair }, { absolute: 1e-6 });
    const widening = { axes, scalars: { shift: 0.25 }, inputs: { logDeviation: scatteredNormal } };
    await expectAgreement(widen, widening, { absolute: 1e-6 });
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  const drawn = async ({ L, N, D }: { L: number; N: number; D: number }, overrides = {}) => {
    const inputs = { keys, spread: () => 1 };
    const scalars = { ...random, ...overrides };
    return (await runKernel(backend, gaussianSample, { axes: { L, N, D }, scalars, inputs }))
      .samples;
  };

  test("a lineage is the same whatever runs beside it", async () => {
    const few = await drawn({ L: 2, N: 10, D: 5 });
    const many = await drawn({ L: 4, N: 99, D: 5 });
    expect(few.slice(0, 50)).toEqual(many.slice(0, 50));
    expect(few.slice(50, 100)).toEqual(many.slice(495, 545));
  });

  test("elements are addressed by e = n D + d", async () => {
    const flat = await drawn({ L: 1, N: 60, D: 1 });
    const deep = await drawn({ L: 1, N: 12, D: 5 });
    expect(deep).toEqual(flat);
  });

  test("generations and streams do not share numbers", async () => {
    const size = { L: 3, N: 100, D: 1 };
    const first = await drawn(size);
    for (const change of [{ generation: 6 }, { stream: 4 }]) {
      const second = await drawn(size, change);
      expect(first.some((value, i) => value === second[i])).toBe(false);
    }
  });

  test("a grid of more than 65,535 workgroups reaches every element", async () => {
    const L = 65_536 * 64 + 77;
    const inputs = { first: (i: number) => i % 1000, second: (i: number) => (i % 1000) + (i % 7) };
    const { distance } = await runKernel(backend, difference, { axes: { L, D: 1 }, inputs });
    expect(distance.every((value, i) => value === i % 7)).toBe(true);
  });

  test("100,000 lineages of one sample are independent normals", async () => {
    const L = 100_000;
    const { samples } = await runKernel(backend, gaussianSample, {
      axes: { L, N: 1, D: 1 },
      scalars: random,
      inputs: { keys, spread: () => 1 },
    });
    const mean = samples.reduce((sum, x) => sum + x, 0) / L;
    const square = samples.reduce((sum, x) => sum + x * x, 0) / L;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(L));
    expect(Math.abs(square - 1)).toBeLessThan(5 * Math.sqrt(2 / L));
  });

  test("truncated samples stay within the bound and keep their shape", async () => {
    const N = 40_000;
    const inputs = { keys, spread: () => 1, bound: () => 1 };
    const testCase: Case = { axes: { L: 1, N, D: 1 }, scalars: random, inputs };
    const { samples } = await runKernel(backend, gaussianSampleTruncated, testCase);
    expect(samples.every((x) => Math.abs(x) <= 1)).toBe(true);
    const variance = samples.reduce((sum, x) => sum + x * x, 0) / N;
    // 1 - 2 k φ(k) / (2 Φ(k) - 1) at k = 1; the fourth moment is at most the bound's
    expect(Math.abs(variance - 0.2911251)).toBeLessThan(5 / Math.sqrt(N) / 2);
  });

  test("a tiny variance beside a large mean is found", async () => {
    const N = 50_001;
    const scalars = { rows: N, chunkLength: chunkLength(N) };
    const C = Math.ceil(N / scalars.chunkLength);
    const values = Float32Array.from({ length: N }, (_, i) => 100 + 0.01 * scatteredNormal(i));
    const inputs = { values: (i: number) => values[i] };
    const chunks = await runKernel(backend, chunkMoments, {
      axes: { L: 1, N, D: 1, C },
      scalars,
      inputs,
    });
    const { logDeviation } = await runKernel(backend, mergeMoments, {
      axes: { L: 1, C, D: 1 },
      scalars,
      inputs: {
        means: (i) => chunks.means[i],
        squares: (i) => chunks.squares[i],
        frameMean: () => 0,
        frameLogDeviation: () => 0,
      },
    });
    const mean = values.reduce((sum, x) => sum + x, 0) / N;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N;
    expect(Math.abs(Math.exp(2 * logDeviation[0]) / variance - 1)).toBeLessThan(1e-4);
  });
});

test("a semidefinite matrix has a root with columns of zeros", () => {
  const root = choleskyRoot([4, 0, 0, 2, 1, 0, 4, 2, 4], 3);
  expect([...root]).toEqual([2, 0, 0, 1, 0, 0, 2, 0, 0]);
  expect(scatteredFraction(1)).toBeLessThan(1);
  expect(scatteredWord(1)).not.toBe(scatteredWord(2));
});

/** The entries of a batch of lower triangular matrices. */
function lowerTriangular(D: number, at: (i: number, j: number) => number) {
  return (e: number) => {
    const j = e % D;
    const i = Math.floor(e / D) % D;
    return j > i ? 0 : at(i, j) + 0.1 * scatteredFraction(e);
  };
}

/** The entries of a batch of lower triangular matrices with rows of length 1. */
function unitRows(D: number) {
  const entry = lowerTriangular(D, (i, j) => (i === j ? 1 : 0.4));
  return (e: number) => {
    const row = Array.from({ length: D }, (_, j) => entry(e - (e % D) + j));
    return row[e % D] / Math.hypot(...row);
  };
}
