// kernels/metrics/similarity-gaussian.ts, kernels/metrics/similarity-cubic.ts,
// kernels/metrics/discrepancy.ts, kernels/metrics/accuracy.ts and kernels/regression/agree.ts
import { describe, expect, test } from "vitest";
import { discrepancy } from "../../src/kernels/metrics/discrepancy.ts";
import { similarityGaussian } from "../../src/kernels/metrics/similarity-gaussian.ts";
import { agree } from "../../src/kernels/regression/agree.ts";
import { signAccuracy } from "../../src/kernels/metrics/accuracy.ts";
import { deviationOf } from "../../src/validation/kernel-case.ts";
import { likenessCases } from "../../src/validation/kernel-cases/metrics.ts";
import { regressionCases } from "../../src/validation/kernel-cases/regression.ts";
import { runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";

const cases = [...likenessCases, ...regressionCases.filter(({ kernel }) => kernel === agree)];
const name = ({ kernel, axes }: (typeof cases)[number]) =>
  `${kernel.shader} ${JSON.stringify(axes)}`;

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each(cases.map((one) => [name(one), one] as const))("%s", async (_name, one) => {
    expect(await deviationOf(webgpu!, cpu, one)).toMatchObject({ failures: 0 });
  });
});

test.each(cases.filter(({ kernel }) => kernel.fast !== undefined))(
  "the fast twin of $kernel.shader agrees with the reference",
  async (one) => {
    expect(await deviationOf(cpu, cpu, one)).toMatchObject({ failures: 0 });
  },
);

describe.each(backends)("on $adapter.backend", (backend) => {
  test("three points on a line are as like each other as their distances say", async () => {
    const { similarity } = await runKernel(backend, similarityGaussian, {
      axes: { L: 1, Q: 1, R: 1, N: 3, M: 3, D: 1 },
      scalars: { own: 1 },
      inputs: { points: (i) => [0, 1, 3][i], others: (i) => [0, 1, 3][i], width: () => 2 },
    });
    const at = (distance: number) => Math.exp((-0.5 * distance ** 2) / 4);
    const means = [at(1) + at(3), at(1) + at(2), at(3) + at(2)].map((sum) => sum / 2);
    for (const [n, mean] of means.entries()) expect(similarity[n]).toBeCloseTo(mean, 6);
  });

  test("what is the same on both sides is no distance apart", async () => {
    const { squared } = await runKernel(backend, discrepancy, {
      axes: { L: 2, R: 1, N: 45, M: 33 },
      inputs: { own: () => 0.3, between: () => 0.3, other: () => 0.3 },
    });
    for (const one of squared) expect(Math.abs(one)).toBeLessThan(1e-7);
  });

  test("answers have the right sign as often as their direction is near the right one", async () => {
    const angles = [0, 1e-3, Math.PI / 3, Math.PI / 2, Math.PI];
    const { accuracy } = await runKernel(backend, signAccuracy, {
      axes: { L: 6, C: 2 },
      inputs: {
        coefficients: (i) => {
          const angle = angles[i >> 1];
          if (angle === undefined) return 0;
          return 3 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
        },
        slopes: (c) => (c === 0 ? 0.5 : 0),
      },
    });
    const expected = [...angles.map((angle) => 1 - angle / Math.PI), 0.5];
    for (const [l, one] of expected.entries())
      expect(Math.abs(accuracy[l] - one)).toBeLessThan(3e-7);
  });
});

test("an answer is right on its side of 0 alone", async () => {
  const rows = [1, 2, 0.1, 1, 2, -0.1, -1, 0, -3, 2, -1, 5, 1, 2, 0];
  const { marks } = await runKernel(cpu, agree, {
    axes: { L: 1, N: 5, D: 3, C: 2 },
    inputs: { values: (i) => rows[i], slopes: (c) => [1, 2][c] },
  });
  // The fourth lies on the border, where no sign is the right one; the fifth says neither.
  expect(Array.from(marks)).toEqual([1, 0, 1, 0, 0]);
});

test("a lineage says the same alone and in company", async () => {
  const run = (L: number) =>
    runKernel(cpu, similarityGaussian, {
      axes: { L, Q: L, R: L, N: 9, M: 9, D: 2 },
      scalars: { own: 1 },
      inputs: { points: scatteredNormal, others: scatteredNormal, width: () => 1 },
    });
  const [alone, beside] = [await run(1), await run(3)];
  expect(beside["similarity"].slice(0, 9)).toEqual(alone["similarity"]);
});
