import { describe, expect, test } from "vitest";
import { mixtureInvert } from "../../src/kernels/mixture/invert.ts";
import { mixtureLogDensity } from "../../src/kernels/mixture/log-density.ts";
import { mixtureSample } from "../../src/kernels/mixture/sample.ts";
import { standardise } from "../../src/kernels/mixture/standardise.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { keyWord, scatteredRoots } from "../support/mixtures.ts";

describe.skipIf(!webgpu)("WGSL agrees with the reference", () => {
  test.each([
    [1, 6],
    [3, 2],
  ])("sample, %i mixtures in %i dimensions", async (R, D) => {
    const K = 3;
    await expectAgreement(
      mixtureSample,
      {
        axes: { L: 3, N: 43, R, K, D },
        scalars: { stream: 3, generation: 2 },
        inputs: {
          keys: keyWord,
          weight: (i) => [0.2, 0.3, 0.5][i % K],
          center: (i) => 3 * scatteredNormal(i),
          root: scatteredRoots(D),
        },
      },
      // The kernel's normals are within 10⁻⁵ of the twin's.
      { absolute: 6e-5 },
    );
  });

  test("invert, and a component that is no more", async () => {
    const [R, K, D] = [2, 5, 3];
    await expectAgreement(
      mixtureInvert,
      {
        axes: { R, K, D },
        inputs: { weight: (i) => (i === 4 ? 0 : 0.1 * i + 0.01), root: scatteredRoots(D) },
      },
      { relative: 1e-5, absolute: 1e-5 },
    );
  });

  test.each([1, 3])("log-density, %i mixtures", async (R) => {
    await expectAgreement(
      mixtureLogDensity,
      {
        axes: { L: 3, N: 23, D: 3, K: 4, R },
        inputs: {
          points: (i) => 3 * scatteredNormal(i),
          center: (i) => scatteredNormal(i + 500),
          inverse: scatteredRoots(3),
          // Component 1 has died.
          logScale: (i) => (i % 4 === 1 ? -1e30 : -0.3 * i),
          logDeviation: (i) => -0.5 * i,
        },
      },
      { relative: 2e-6, absolute: 5e-6 },
    );
  });

  test.each([0, 3])("standardise, by a factor of %i rows", async (E) => {
    await expectAgreement(
      standardise,
      {
        axes: { L: 3, N: 21, M: 40, D: 3, E },
        scalars: { rows: 17, first: 5 },
        inputs: {
          values: (i) => 2 * scatteredNormal(i),
          logDeviation: (i) => -0.1 * i,
          factor: scatteredRoots(3),
          center: (i) => scatteredNormal(i + 900),
          offset: (i) => 0.1 * scatteredNormal(i + 300),
          toLogDeviation: (i) => -0.2 * i,
        },
      },
      { absolute: 3e-5 },
    );
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("shares, means and covariances of what is drawn are those of the components", async () => {
    const N = 6000;
    const center = [-4, 1, 4, -1];
    const { samples } = await runKernel(backend, mixtureSample, {
      axes: { L: 1, N, R: 1, K: 2, D: 2 },
      scalars: { stream: 3, generation: 0 },
      inputs: {
        keys: keyWord,
        weight: (i) => [0.25, 0.75][i],
        center: (i) => center[i],
        root: (i) => [0.5, 0, 0.3, 0.4, 1, 0, -0.6, 0.8][i],
      },
    });
    const rows = Array.from({ length: N }, (_, n) => [samples[2 * n], samples[2 * n + 1]]);
    for (const [k, side] of [-1, 1].entries()) {
      // Four deviations and more from the middle: hardly one in ten thousand is on the wrong side.
      const own = rows.filter(([x]) => Math.sign(x) === side);
      const share = [0.25, 0.75][k];
      expect(Math.abs(own.length - share * N)).toBeLessThan(4 * Math.sqrt(N * 0.25 * 0.75) + 2);
      const product =
        own.reduce((sum, [x, y]) => sum + (x - center[2 * k]) * (y - center[2 * k + 1]), 0) /
        own.length;
      // Cov = 0.15 of deviations 0.5 and 0.5, or -0.6 of 1 and 1
      const [covariance, scale] = [
        [0.15, 0.25],
        [-0.6, 1],
      ][k];
      const spread = Math.sqrt(scale ** 2 + covariance ** 2);
      expect(Math.abs(product - covariance)).toBeLessThan((4.5 * spread) / Math.sqrt(own.length));
    }
  });

  test("the density per data unit takes the width of the frame along", async () => {
    const density = (logDeviation: number, x: number) =>
      runKernel(backend, mixtureLogDensity, {
        axes: { L: 1, N: 1, D: 1, K: 1, R: 1 },
        inputs: {
          points: () => x,
          center: () => 0,
          inverse: () => 1,
          logScale: () => -0.5 * Math.log(2 * Math.PI),
          logDeviation: () => logDeviation,
        },
      });
    const { logDensity } = await density(-60, 2);
    expectClose(logDensity, [-0.5 * Math.log(2 * Math.PI) - 2 + 60], { absolute: 1e-5 });
  });
});

test("far below the mean a frame's own coordinates lose nothing", async () => {
  const inputs = {
    values: (i: number) => scatteredNormal(i),
    logDeviation: () => -40,
    factor: () => 1,
    center: () => 0.25,
    offset: () => 0,
    toLogDeviation: () => -41,
  };
  const axes = { L: 1, N: 3, M: 3, D: 1, E: 0 };
  const scalars = { rows: 3, first: 0 };
  const { points } = await runKernel(cpu, standardise, { axes, scalars, inputs });
  const expected = [0, 1, 2].map((i) => Math.E * (Math.fround(scatteredNormal(i)) - 0.25));
  expectClose(points, expected, { relative: 1e-6 });
});
