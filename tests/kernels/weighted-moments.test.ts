import { describe, expect, test } from "vitest";
import { countUnits } from "../../src/kernels/categorical/count-units.ts";
import { chunkMomentsWeighted } from "../../src/kernels/gaussian/chunk-moments-weighted.ts";
import { combineWeighted } from "../../src/kernels/gaussian/combine-weighted.ts";
import { mergeMomentsWeighted } from "../../src/kernels/gaussian/merge-moments-weighted.ts";
import { weighParts } from "../../src/kernels/gaussian/weigh-parts.ts";
import { weighRows } from "../../src/kernels/gaussian/weigh-rows.ts";
import { widenWeighted } from "../../src/kernels/gaussian/widen-weighted.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import {
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
  scatteredWord,
} from "../support/agree.ts";
import { webgpu } from "../support/backends.ts";

/** A third of the rows are not there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : 4 * scatteredFraction(i));
const chunks = { axes: { L: 3, N: 203, D: 2, C: 13 }, scalars: { rows: 199, chunkLength: 16 } };
/** Masses of which some are nothing: of the first set, of the second, of both. */
const massOf = (empty: readonly number[]) => (i: number) =>
  empty.includes(Math.floor(i / 3)) ? 0 : 5 * scatteredFraction(i + 100 * empty[0]);
const logDeviation = (i: number) => (i === 4 ? LOG_ZERO : -20 * scatteredFraction(i + 50));

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("of the moments of chunks, some of which are empty", async () => {
    const inputs = {
      // What is not there may be anything.
      values: (i: number) => (weight(i >> 1) === 0 ? 1e30 : 3 + scatteredNormal(i)),
      weight: (i: number) => (i < 16 ? 0 : weight(i)),
    };
    const empty = { ...inputs, values: (i: number) => (i < 32 ? 1e30 : inputs.values(i)) };
    // At most 16 rows with weights below 4: sums stay below 500, where f32 resolves 3e-5.
    const tolerance = { absolute: 5e-5, relative: 2e-6 };
    await expectAgreement(chunkMomentsWeighted, { ...chunks, inputs: empty }, tolerance);
  });

  test("of the moments of chunks together", () =>
    expectAgreement(
      mergeMomentsWeighted,
      {
        axes: { L: 5, C: 13, D: 3 },
        inputs: {
          means: scatteredNormal,
          squares: (i) => 20 * scatteredFraction(i),
          masses: (i) => (i < 13 ? 0 : weight(i)),
          frameMean: scatteredNormal,
          frameLogDeviation: (i) => -scatteredFraction(i),
        },
      },
      { absolute: 2e-6, relative: 2e-6 },
    ));

  test("of two sets together, one of them empty or both", async () => {
    const axes = { L: 7, D: 3 };
    const inputs = {
      firstMass: massOf([1, 3]),
      secondMass: massOf([2, 3]),
      firstMean: scatteredNormal,
      firstLogDeviation: logDeviation,
      secondMean: (i: number) => scatteredNormal(i + 100),
      secondLogDeviation: (i: number) => logDeviation(i + 1),
      distance: (i: number) => scatteredNormal(i + 200),
    };
    const tolerance = { absolute: 2e-6, relative: 2e-6 };
    await expectAgreement(combineWeighted, { axes, inputs }, tolerance);
    await expectAgreement(weighParts, { axes, inputs }, tolerance);
  });

  test("of weighed rows", () =>
    expectAgreement(
      weighRows,
      {
        axes: { L: 3, N: 31, D: 2 },
        scalars: { rows: 29 },
        inputs: {
          values: scatteredNormal,
          weight: (i) => (i < 31 ? 0 : weight(i)),
          mass: (i) => (i < 3 ? 0 : 20),
          center: scatteredFraction,
        },
      },
      { absolute: 1e-6, relative: 1e-6 },
    ));

  test("of unbiased deviations, of one sample and of none too", () =>
    expectAgreement(
      widenWeighted,
      {
        axes: { L: 5, D: 3 },
        inputs: {
          mass: (i) => [7, 7, 1, 3, 9, 1, 0, 0, 1, 2.5, 2.1, 0, 1e4, 1e4, 1][i],
          logDeviation: scatteredNormal,
        },
      },
      { absolute: 1e-6, relative: 1e-6 },
    ));

  test("of counted weights", () =>
    expectAgreement(
      countUnits,
      {
        axes: { L: 3, N: 31, K: 7, P: 40 },
        scalars: { first: 5, rows: 29 },
        inputs: {
          values: (i) => scatteredWord(i >> 1) % 7,
          units: (i) => scatteredWord(i) % 1000,
        },
      },
      { absolute: 0 },
    ));
});

describe.skipIf(webgpu === null)("in WGSL", () => {
  test("a small deviation beside a large mean is kept, whatever the weights", async () => {
    const inputs = {
      values: (i: number) => 1000 + 0.01 * scatteredNormal(i),
      weight: (i: number) => weight(i),
    };
    const found = await runKernel(webgpu!, chunkMomentsWeighted, { ...chunks, inputs });
    const { squares, masses } = found;
    // The variance is 1e-4; as a difference of squares near 1e6 it would be lost, at 0.06.
    for (const [i, square] of squares.entries()) {
      expect(square / masses[Math.floor(i / 2)]).toBeLessThan(4e-4);
    }
  });
});
