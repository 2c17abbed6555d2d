import { expect, test } from "vitest";
import { blend } from "../../src/kernels/categorical/blend.ts";
import { rowTotals } from "../../src/kernels/categorical/totals.ts";
import { mixtureAdopt } from "../../src/kernels/mixture/adopt.ts";
import { scaleDeviations } from "../../src/kernels/gaussian/scale.ts";
import { expectAgreement, runKernel, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";

const count = (i: number) => (i % 4 === 0 ? 0 : scatteredWord(i) >>> 20);

test("kernels/categorical/blend.ts: WGSL agrees with its reference", async () => {
  for (const [R, S] of [
    [3, 1],
    [1, 3],
  ]) {
    await expectAgreement(
      blend,
      {
        axes: { L: 3, K: 37, R, S },
        scalars: { firstShare: 0.7, secondShare: 0.3 },
        inputs: {
          first: count,
          firstTotals: () => 80_000,
          second: count,
          secondTotals: () => 91_000,
        },
      },
      { relative: 3e-7, absolute: 0.5 },
    );
  }
});

test("a category that only one of two has keeps a count, whatever its share", async () => {
  const { counts } = await runKernel(cpu, blend, {
    axes: { L: 1, K: 3, R: 1, S: 1 },
    scalars: { firstShare: 1, secondShare: 0 },
    inputs: {
      first: (i) => [5, 0, 0][i],
      firstTotals: () => 5,
      second: (i) => [5, 1, 0][i],
      secondTotals: () => 6,
    },
  });
  expect(Array.from(counts)).toEqual([4_294_705_152, 1, 0]);
});

test("kernels/categorical/totals.ts: WGSL agrees with its reference", async () => {
  await expectAgreement(rowTotals, { axes: { R: 5, C: 7 }, inputs: { sums: count } }, {});
});

test("kernels/gaussian/scale.ts: WGSL agrees with its reference", async () => {
  await expectAgreement(
    scaleDeviations,
    {
      axes: { L: 5, D: 3 },
      inputs: {
        logDeviation: (i) => (i === 4 ? -1e30 : 100 * scatteredNormal(i)),
        shift: (i) => (i === 1 ? -1e38 : scatteredNormal(i)),
      },
    },
    { relative: 1e-6 },
  );
});

test("kernels/mixture/adopt.ts: WGSL agrees with its reference", async () => {
  for (const R of [1, 3]) {
    await expectAgreement(
      mixtureAdopt,
      {
        axes: { L: 3, D: 2, K: 5, J: 4, R },
        inputs: {
          shift: scatteredNormal,
          givenWeight: scatteredNormal,
          givenMean: scatteredNormal,
          givenRoot: scatteredNormal,
        },
      },
      { relative: 1e-6 },
    );
  }
});
