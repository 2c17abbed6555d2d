import { describe, expect, test } from "vitest";
import { inProportion } from "../../src/kernels/pool/in-proportion.ts";
import { swapRows } from "../../src/kernels/pool/swap-rows.ts";
import { weighShare } from "../../src/kernels/pool/weigh-share.ts";
import { Stream } from "../../src/random/streams.ts";
import { expectAgreement, runKernel, scatteredFraction, scatteredWord } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";

const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
/** A third of the rows are not there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : scatteredFraction(i));
const random = { stream: Stream.CHOICE, generation: 3 };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("when rows are swapped by chance", async () => {
    const share = (l: number) => [0, 0.4, 1][l];
    for (const R of [1, 3]) {
      await expectAgreement(
        swapRows,
        {
          axes: { L: 3, N: 71, R, P: 77 },
          scalars: { first: 3, rows: 67, ...random },
          inputs: { keys, share, weight },
        },
        { absolute: 0 },
      );
    }
  });

  test("when a part gets a share", async () => {
    const share = (l: number) => [0, 0.618, 1, 0.3, 0.5][l];
    // Nothing there, a part, little, and all of it.
    const part = (i: number) => [0, 3.7, 0.2, 11, 9][Math.floor(i / 3)];
    const whole = (i: number) => [4, 12.1, 9, 11, 9][Math.floor(i / 3)];
    for (const R of [1, 5]) {
      await expectAgreement(
        weighShare,
        {
          axes: { L: 5, N: 71, R },
          scalars: { rows: 67 },
          inputs: { before: weight, share, part, whole },
        },
        { relative: 1e-6 },
      );
    }
  });

  test("when rows go with the mass of others", async () => {
    const mass = (i: number) => [0, 33, 110, 1000][Math.floor(i / 3)];
    for (const R of [1, 4]) {
      await expectAgreement(
        inProportion,
        {
          axes: { L: 4, N: 71, R },
          scalars: { first: 9, rows: 67, ratio: 0.41 },
          inputs: { mass, before: weight },
        },
        { absolute: 0 },
      );
    }
  });
});

test("what one row loses another one gets, in the share of all rows", async () => {
  const [N, L] = [4001, 2];
  const share = (l: number) => [0.25, 0.8][l];
  const { kept, taken } = await runKernel(cpu, swapRows, {
    axes: { L, N, R: 1, P: N },
    scalars: { first: 0, rows: N, ...random },
    inputs: { keys, share, weight: (n) => n + 1 },
  });
  for (let i = 0; i < L * N; i++) {
    expect(kept[i] + taken[i]).toBe((i % N) + 1);
    expect(kept[i] * taken[i]).toBe(0);
  }
  for (const l of [0, 1]) {
    const swapped = taken.slice(l * N, (l + 1) * N).filter((own) => own > 0).length;
    // Five standard errors of a binomial count.
    const deviation = Math.sqrt(N * share(l) * (1 - share(l)));
    expect(Math.abs(swapped - N * share(l))).toBeLessThan(5 * deviation);
  }
});
