import { describe, expect, test } from "vitest";
import { addMasses } from "../../src/kernels/pool/add-masses.ts";
import { choosePart } from "../../src/kernels/pool/choose-part.ts";
import { chooseRows } from "../../src/kernels/pool/choose-rows.ts";
import { fixedPoint } from "../../src/kernels/pool/fixed-point.ts";
import { keepFloats } from "../../src/kernels/pool/keep-floats.ts";
import { keepWords } from "../../src/kernels/pool/keep-words.ts";
import { sumWeights } from "../../src/kernels/pool/mass.ts";
import { multiplicities } from "../../src/kernels/pool/multiplicities.ts";
import { fixedPointScale } from "../../src/kernels/pool/scale.ts";
import { lookUp } from "../../src/kernels/training/look-up.ts";
import { Stream } from "../../src/random/streams.ts";
import { expectAgreement, runKernel, scatteredFraction, scatteredWord } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";

const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
/** A third of the rows are not there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : scatteredFraction(i));
const present = (i: number) => Number(scatteredWord(i) % 3 !== 0);
/** Running counts of rows that are there, of rows of length P. */
const upTo = (P: number) => (i: number) => {
  let count = 0;
  for (let p = i - (i % P); p <= i; p++) count += present(p);
  return count;
};
const part = { first: 3, rows: 67 };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("when it makes integers of weights", async () => {
    const scales = [2 ** 26, 1, 0, -1, 2 ** 22];
    const scale = (l: number) => scales[l];
    for (const R of [1, 5]) {
      await expectAgreement(
        fixedPoint,
        { axes: { L: 5, N: 71, R, P: 77 }, scalars: part, inputs: { weight, scale } },
        { absolute: 0 },
      );
    }
  });

  test("when it chooses a part", async () => {
    const random = { stream: Stream.CHOICE, generation: 3 };
    for (const R of [1, 3]) {
      await expectAgreement(
        choosePart,
        {
          axes: { L: 3, N: 71, R, P: 77 },
          scalars: { ...part, ...random, chosen: 20 },
          inputs: { keys, upTo: upTo(77) },
        },
        { absolute: 0 },
      );
    }
  });

  test("when it counts how often rows were drawn", async () => {
    for (const R of [1, 3]) {
      await expectAgreement(
        multiplicities,
        {
          axes: { L: 3, N: 71, R, P: 77 },
          scalars: part,
          inputs: { before: weight, counts: (i) => scatteredWord(i) % 5 },
        },
        { absolute: 0 },
      );
    }
  });

  test("when it sums weights", async () => {
    const axes = { L: 67, N: 203 };
    for (const one of [weight, present]) {
      const inputs = { weight: one };
      await expectAgreement(
        sumWeights,
        { axes, scalars: { rows: 199 }, inputs },
        { relative: 1e-6 },
      );
    }
    const masses = { first: (i: number) => i, second: (i: number) => scatteredFraction(i) };
    await expectAgreement(addMasses, { axes, inputs: masses }, { relative: 1e-7 });
  });

  test("when it finds the scale", () => {
    const sums = [0, 1, 1.5, 2 ** 31, 2 ** 31, 3e9, 1e-20, 12_345, 0.999];
    const mass = (i: number) => (i % 3 === 0 ? sums[i / 3] : i % 3 === 1 ? 0 : ((i - 2) / 3) % 2);
    return expectAgreement(
      fixedPointScale,
      { axes: { L: sums.length }, inputs: { mass } },
      { absolute: 0 },
    );
  });
});

describe.skipIf(webgpu === null)("WGSL agrees with the reference on whole rows", () => {
  test.each([1, 19, 70_000])("when it chooses %i of them", (C) =>
    expectAgreement(
      chooseRows,
      {
        axes: { L: 2, P: 41, C },
        scalars: { stream: Stream.RESAMPLE, generation: 2 },
        // Up to 41 · 10⁸, near 2³².
        inputs: {
          keys,
          cumulative: (i) => (i < 41 ? 100_000_000 : 3) * (1 + Math.floor((i % 41) / 2) * 2),
        },
      },
      { absolute: 0 },
    ),
  );

  test.each([keepFloats, keepWords])("when it keeps what was learned before: $shader", (kernel) =>
    expectAgreement(
      kernel,
      {
        axes: { L: 5, W: 17 },
        inputs: {
          mass: (i) => (i === 3 || i === 12 ? 0 : 1),
          previous: (i) => 1000 + i,
          current: (i) => i,
        },
      },
      { absolute: 0 },
    ),
  );

  test("when it looks up rows", () =>
    expectAgreement(
      lookUp,
      {
        axes: { L: 3, B: 31, P: 17 },
        inputs: { chosen: (i) => scatteredWord(i) % 100, order: (i) => scatteredWord(i) % 17 },
      },
      { absolute: 0 },
    ));
});

test("each row is chosen as often as its weight says, but for one", async () => {
  const weights = [5, 0, 1, 700, 3, 0, 291];
  const upToHere = weights.map((_, p) => weights.slice(0, p + 1).reduce((sum, w) => sum + w, 0));
  const L = 500;
  const { chosen } = await runKernel(cpu, chooseRows, {
    axes: { L, P: 7, C: 20 },
    scalars: { stream: Stream.RESAMPLE, generation: 0 },
    inputs: { keys, cumulative: (i) => upToHere[i % 7] },
  });
  const counts = Float64Array.from(weights, () => 0);
  for (let l = 0; l < L; l++) {
    const own = weights.map((_, p) => chosen.slice(20 * l, 20 * l + 20).filter((c) => c === p));
    for (const [p, { length }] of own.entries()) {
      expect(Math.abs(length - weights[p] / 50)).toBeLessThan(1);
      counts[p] += length;
    }
  }
  for (const [p, count] of counts.entries()) {
    const rate = weights[p] / 50;
    // The times beyond the whole ones are a coin that falls on one side by the rest of the rate.
    const deviation = Math.sqrt((rate % 1) * (1 - (rate % 1)) * L);
    expect(Math.abs(count - rate * L)).toBeLessThanOrEqual(4 * deviation + 1e-9);
  }
});

test("the scale takes every sum below 2³¹ and above 2³⁰, and leaves whole weights alone", async () => {
  const sums = [0.3, 1, 1000.5, 4e9, 1e-9, 77];
  const mass = (i: number) => (i % 3 === 0 ? sums[i / 3] : i === 17 ? 1 : 0);
  const { scale } = await runKernel(cpu, fixedPointScale, { axes: { L: 6 }, inputs: { mass } });
  for (const [l, sum] of sums.slice(0, 5).entries()) {
    expect(scale[l] * sum).toBeLessThan(2 ** 31);
    expect(scale[l] * sum).toBeGreaterThanOrEqual(2 ** 30);
  }
  expect(scale[5]).toBe(1);
});
