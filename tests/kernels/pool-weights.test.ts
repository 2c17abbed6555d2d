import { describe, expect, test } from "vitest";
import { addMasses } from "../../src/kernels/pool/add-masses.ts";
import { choosePart } from "../../src/kernels/pool/choose-part.ts";
import { fixedPoint } from "../../src/kernels/pool/fixed-point.ts";
import { sumWeights } from "../../src/kernels/pool/mass.ts";
import { multiplicities } from "../../src/kernels/pool/multiplicities.ts";
import { fixedPointScale } from "../../src/kernels/pool/scale.ts";
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
