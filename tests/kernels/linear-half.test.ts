import { describe, expect, test } from "vitest";
import { roundedToHalf } from "../../src/kernels/linear/half.ts";
import { multiplyNNHalfTiles } from "../../src/kernels/linear/nn-half-tiles.ts";
import { multiplyNN } from "../../src/kernels/linear/nn.ts";
import { multiplyNTHalfTiles } from "../../src/kernels/linear/nt-half-tiles.ts";
import { multiplyNT } from "../../src/kernels/linear/nt.ts";
import { multiplyTNHalfTiles } from "../../src/kernels/linear/tn-half-tiles.ts";
import { multiplyTN } from "../../src/kernels/linear/tn.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

test.each([
  [0, 0],
  [1, 1],
  [1 / 3, 0.333251953125],
  [-2049, -2048],
  [2051, 2052],
  [2049.001, 2050],
  [65_519, 65_504],
  [-1e9, -65_504],
  [6.1e-5, 6.097555160522461e-5],
  [1e-7, 1.1920928955078125e-7],
  [2e-8, 0],
])("%d is %d in half precision", (x, half) => {
  expect(roundedToHalf(x)).toBeCloseTo(half, 12);
});

const kernels = [
  { single: multiplyNN, half: multiplyNNHalfTiles },
  { single: multiplyNT, half: multiplyNTHalfTiles },
  { single: multiplyTN, half: multiplyTNHalfTiles },
].map((pair) => ({ ...pair, name: pair.half.shader }));

const scalars = { accumulate: 1, scaleA: 2 ** 10, scaleB: 1, unscale: 2 ** -10 };

/** A left operand so small that half precision alone would lose nearly all of its bits. */
function testCase(axes: { L: number; M: number; N: number; K: number }) {
  return {
    axes: { ...axes, X: axes.N, Y: axes.M },
    scalars,
    inputs: {
      a: (i: number) => 1e-6 * scatteredNormal(i),
      b: (i: number) => scatteredNormal(i + 100_000),
      bias: (i: number) => 1e-6 * scatteredNormal(i + 200_000),
      residual: (i: number) => 1e-6 * scatteredNormal(i + 300_000),
      out: (i: number) => 1e-6 * scatteredNormal(i + 400_000),
    },
  };
}

describe.each(kernels)("$name", ({ single, half }) => {
  const axes = { L: 2, M: 12, N: 20, K: 36 };

  test("is the product up to the eleventh bit of its operands", async () => {
    const plain = { ...single, fast: single.reference.bind(single) };
    const exact = await runKernel(cpu, plain, testCase(axes));
    const rounded = await runKernel(cpu, half, testCase(axes));
    // Each operand is off by 2⁻¹² of it in the mean square: five times that, of K products of two.
    const absolute = 5e-6 * Math.sqrt(2 * axes.K) * 2 ** -12;
    expectClose(rounded["out"], exact["out"], { absolute });
    expect(rounded["out"]).not.toEqual(exact["out"]);
    const unscaled = { ...testCase(axes), scalars: { ...scalars, scaleA: 1, unscale: 1 } };
    const lost = await runKernel(cpu, half, unscaled);
    expect(() => expectClose(lost["out"], exact["out"], { absolute })).toThrow();
  });

  test
    .skipIf(webgpu?.adapter.half !== true)
    .each([{ L: 1, M: 4, N: 4, K: 4 }, axes, { L: 2, M: 36, N: 68, K: 100 }])(
    "agrees with the reference: $M x $N x $K",
    async (extents) => {
      // A number between two of half precision may become either: an ulp of every operand at most.
      const absolute = 1e-6 * (5 * Math.sqrt(extents.K) * 2 ** -12 + extents.K * 2 ** -22);
      await expectAgreement(half, testCase(extents), { absolute, relative: 1e-6 });
    },
  );
});
