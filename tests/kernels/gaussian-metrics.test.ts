import { describe, expect, test } from "vitest";
import { generalisedLogVariance } from "../../src/kernels/metrics/log-variance.ts";
import { meanOffset } from "../../src/kernels/metrics/mean.ts";
import { meanVariance } from "../../src/kernels/metrics/variance.ts";
import { wassersteinFull } from "../../src/kernels/metrics/wasserstein-full.ts";
import { wasserstein } from "../../src/kernels/metrics/wasserstein.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";

const logDeviation = (i: number) => 0.5 * scatteredNormal(i);
const AXES = [
  { L: 67, D: 1 },
  { L: 5, D: 3 },
];

/** Lower triangular with rows of length 1. */
function factor(D: number) {
  return (e: number) => {
    const i = Math.floor(e / D) % D;
    const entry = (j: number) => (j > i ? 0 : j === i ? 1 : scatteredNormal(e - (e % D) + j));
    const row = Array.from({ length: D }, (_, j) => entry(j));
    return row[e % D] / Math.hypot(...row);
  };
}

describe.skipIf(webgpu === null).each(AXES)("WGSL agrees with the reference %o", ({ L, D }) => {
  const real = { realMean: (i: number) => 0.1 * scatteredNormal(i + 77) };

  test("mean", () =>
    expectAgreement(
      meanOffset,
      { axes: { L, D }, inputs: { mean: scatteredNormal, ...real } },
      { absolute: 1e-6, relative: 1e-6 },
    ));

  test("variance", () =>
    expectAgreement(
      meanVariance,
      { axes: { L, D }, inputs: { logDeviation } },
      { relative: 1e-6 },
    ));

  test.each([0, D])("log-variance with a factor of %i rows", (E) =>
    expectAgreement(
      generalisedLogVariance,
      {
        axes: { L, D, E },
        inputs: {
          logDeviation: (i) => (i % 11 === 3 ? LOG_ZERO : logDeviation(i)),
          factor: factor(D),
        },
      },
      { absolute: 2e-6, relative: 1e-6 },
    ),
  );

  test("w2 of independent dimensions", () =>
    expectAgreement(
      wasserstein,
      {
        axes: { L, D },
        inputs: {
          mean: scatteredNormal,
          logDeviation,
          ...real,
          slope: (i) => 0.8 + 0.01 * (i % 9),
          residual: (i) => 0.1 * (i % 3),
        },
      },
      { absolute: 1e-6, relative: 2e-6 },
    ));

  test("w2 of a full covariance", () =>
    expectAgreement(
      wassersteinFull,
      {
        axes: { L, D },
        inputs: {
          mean: scatteredNormal,
          logDeviation,
          factor: factor(D),
          ...real,
          realDeviation: (i) => 0.8 + 0.1 * (i % 9),
        },
      },
      { absolute: 2e-5, relative: 1e-5 },
      ["scratch"],
    ));
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a Gaussian is at distance 0 from itself, whatever its rotation", async () => {
    const { w2 } = await runKernel(backend, wassersteinFull, {
      axes: { L: 1, D: 3 },
      inputs: {
        mean: (i) => i,
        logDeviation: (i) => Math.log(i + 1),
        factor: (e) => (e % 4 === 0 ? 1 : 0),
        realMean: (i) => i,
        realDeviation: (i) => i + 1,
      },
    });
    expect(w2[0]).toBeLessThan(1e-11);
  });

  test("a model without spread is as far away as the real variance", async () => {
    const { w2 } = await runKernel(backend, wassersteinFull, {
      axes: { L: 1, D: 3 },
      inputs: {
        mean: () => 0,
        logDeviation: () => LOG_ZERO,
        factor: (e) => (e % 4 === 0 ? 1 : 0),
        realMean: () => 0,
        realDeviation: (i) => i + 1,
      },
    });
    expect(w2[0]).toBeCloseTo(1 + 4 + 9, 5);
  });

  test("what is too wide for a float has no finite square, and no plausible one", async () => {
    const axes = { L: 1, D: 2 };
    const wide = { logDeviation: (i: number) => (i === 0 ? 60 : 0) };
    const real = { realMean: () => 0 };
    const { variance } = await runKernel(backend, meanVariance, { axes, inputs: wide });
    expect([...variance]).toEqual([Infinity]);
    const far = { mean: () => 3e25, ...real };
    const { offset } = await runKernel(backend, meanOffset, { axes, inputs: far });
    expect(offset[0] / 3e25).toBeCloseTo(1, 6);
    const near = { mean: () => 0, ...real, slope: () => 1, residual: () => 0 };
    for (const inputs of [
      { ...near, ...wide },
      { ...near, ...far, logDeviation: () => 0 },
    ]) {
      const { w2 } = await runKernel(backend, wasserstein, { axes, inputs });
      expect([...w2]).toEqual([Infinity]);
    }
    const factor = (e: number) => (e % 3 === 0 ? 1 : 0);
    const inputs = { mean: () => 0, ...wide, factor, ...real, realDeviation: () => 1 };
    const { w2 } = await runKernel(backend, wassersteinFull, { axes, inputs });
    expect([...w2]).toEqual([Infinity]);
  });

  test("no spread at all has a log variance of minus infinity", async () => {
    const { logVariance } = await runKernel(backend, generalisedLogVariance, {
      axes: { L: 2, D: 2, E: 0 },
      inputs: { logDeviation: (i) => (i === 3 ? LOG_ZERO : 0), factor: () => 0 },
    });
    expect([...logVariance]).toEqual([0, -Infinity]);
  });
});
