import { describe, expect, test } from "vitest";
import { classChances } from "../../src/kernels/images/class-chances.ts";
import { likeness } from "../../src/kernels/images/likeness.ts";
import { meanCounts } from "../../src/kernels/metrics/mean-counts.ts";
import { neighbourCounts } from "../../src/kernels/metrics/neighbour-counts.ts";
import { neighbourRadius } from "../../src/kernels/metrics/neighbour-radius.ts";
import { poolQuadrants } from "../../src/kernels/metrics/pool-quadrants.ts";
import { spreadOver } from "../../src/kernels/metrics/spread.ts";
import { squaredErrors } from "../../src/kernels/metrics/squared-errors.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const axes = { L: 3, M: 7, D: 13 };
const inputs = { a: scatteredNormal, b: (i: number) => scatteredNormal(i + 999) };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("spread", () =>
    expectAgreement(
      spreadOver,
      { axes, inputs: { logDeviation: scatteredNormal } },
      { relative: 1e-6 },
    ));

  test.each([1, 3])("squared-errors against %i lineages", (R) =>
    expectAgreement(squaredErrors, { axes: { ...axes, R }, inputs }, { relative: 1e-6 }),
  );
});

describe.skipIf(webgpu === null)("WGSL of neighbourhoods agrees with the reference", () => {
  const points = scatteredNormal;
  const others = (i: number) => scatteredNormal(i + 5000);

  test.each([
    { H: 7, W: 7 },
    { H: 2, W: 5 },
  ])("pool-quadrants of %o", (sides) =>
    expectAgreement(
      poolQuadrants,
      { axes: { B: 3, ...sides, C: 5, F: 20 }, inputs: { images: scatteredNormal } },
      { absolute: 1e-6 },
    ),
  );

  test("neighbour-radius", () =>
    expectAgreement(
      neighbourRadius,
      { axes: { R: 2, N: 37, F: 12 }, inputs: { points } },
      { relative: 1e-5 },
    ));

  test.each([
    { own: 0, axes: { L: 3, Q: 3, R: 1, S: 1, N: 19, M: 23, F: 12, E: 23 } },
    { own: 1, axes: { L: 3, Q: 1, R: 3, S: 1, N: 19, M: 23, F: 12, E: 19 } },
    { own: 0, axes: { L: 3, Q: 1, R: 3, S: 3, N: 19, M: 23, F: 12, E: 23 } },
  ])("neighbour-counts with %o", ({ own, axes }) =>
    expectAgreement(
      neighbourCounts,
      // About half of the distances, 24 in the mean, are below such a radius, none of them by rounding.
      { axes, scalars: { own }, inputs: { points, others, radius: (i) => 20 + (i % 7) } },
      {},
    ),
  );

  test.each([1, 3])("likeness to %i sets", (R) =>
    expectAgreement(
      likeness,
      { axes: { L: 3, R, N: 19, M: 23, F: 12 }, inputs: { points, others } },
      { relative: 1e-5 },
    ),
  );

  test("class-chances, one class of which has no example", () =>
    expectAgreement(
      classChances,
      {
        axes: { L: 3, N: 19, F: 7, K: 4 },
        scalars: { named: 2 },
        inputs: {
          features: points,
          directions: others,
          offsets: (k) => [0.5, -1e30, 0, -1][k],
        },
      },
      { absolute: 1e-6, relative: 1e-5 },
    ));

  test.each([0, 1])("mean-counts with share %i", (share) =>
    expectAgreement(
      meanCounts,
      { axes: { L: 3, N: 70 }, scalars: { share, scale: 0.2 }, inputs: { counts: (i) => i % 4 } },
      { relative: 1e-6 },
    ),
  );
});

describe("the fast twins do what the references do", () => {
  const plain = (kernel: object) => ({ ...kernel, fast: undefined }) as never;
  const inputs = { points: scatteredNormal };

  test("neighbour-radius", async () => {
    const given = { axes: { R: 2, N: 37, F: 12 }, inputs };
    const { radius } = await runKernel(cpu, plain(neighbourRadius), given);
    expectClose((await runKernel(cpu, neighbourRadius, given))["radius"], radius, {
      relative: 1e-6,
    });
  });

  test.each([0, 1])("neighbour-counts with own %i", async (own) => {
    const axes = { L: 3, Q: 3, R: 1, S: 1, N: 19, M: 19, F: 12, E: 19 };
    const others = (i: number) => scatteredNormal(i + 5000);
    const more = { ...inputs, others, radius: (i: number) => 20 + (i % 7) };
    const given = { axes, scalars: { own }, inputs: more };
    const { counts } = await runKernel(cpu, plain(neighbourCounts), given);
    expect((await runKernel(cpu, neighbourCounts, given))["counts"]).toEqual(counts);
  });
});

test.each(backends)("squared errors are a mean over pixels: $adapter.backend", async (backend) => {
  const { sums } = await runKernel(backend, squaredErrors, {
    axes: { L: 1, R: 1, M: 2, D: 4 },
    inputs: { a: (i) => (i < 4 ? 3 : 1), b: () => 1 },
  });
  // Of the first image each pixel is off by 2, of the second none.
  expect(sums).toEqual([4 / 2, 0]);
});

test.each(backends)("deviations 3 and 4 spread by √12.5: $adapter.backend", async (backend) => {
  const { spread } = await runKernel(backend, spreadOver, {
    axes: { L: 1, D: 2 },
    inputs: { logDeviation: (d) => Math.log(3 + d) },
  });
  expect(spread[0]).toBeCloseTo(Math.sqrt(12.5), 5);
});
