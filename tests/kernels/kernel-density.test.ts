import { describe, expect, test } from "vitest";
import { kernelLogDensity } from "../../src/kernels/kernel-density/log-density.ts";
import { densityRoots } from "../../src/kernels/kernel-density/roots.ts";
import { densitySample } from "../../src/kernels/kernel-density/sample.ts";
import { expectAgreement, runKernel, scatteredNormal } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { keyWord, scatteredPresence, scatteredRoots } from "../support/mixtures.ts";

describe.skipIf(!webgpu)("WGSL agrees with the reference", () => {
  test.each([
    [1, 3],
    [1.25, 0],
    [0, 3],
  ])("roots by the rule %f, a factor of %i rows", async (rule, E) => {
    await expectAgreement(
      densityRoots,
      {
        axes: { L: 3, D: 3, E },
        scalars: { rule },
        inputs: {
          mass: (i) => [40, 90, 0][i % 3] + i,
          width: (i) => 0.1 + i,
          logDeviation: (i) => -0.4 * i,
          factor: scatteredRoots(3),
          scale: (i) => -0.3 * i,
        },
      },
      { relative: 2e-6, absolute: 1e-6 },
    );
  });

  test.each([0, 37])("sample, %i presences", async (W) => {
    const [L, M, length] = [3, 37, 16];
    const masses = (i: number) => {
      const [l, c] = [Math.floor(i / 3), i % 3];
      let sum = 0;
      for (let m = c * length; m < Math.min(M, (c + 1) * length); m++)
        sum += scatteredPresence(l * M + m);
      return sum;
    };
    await expectAgreement(
      densitySample,
      {
        axes: { L, N: 70, M, D: 6, C: 3, W },
        scalars: { chunkLength: length, stream: 3, generation: 1 },
        inputs: {
          keys: keyWord,
          points: (i) => scatteredNormal(i),
          presence: scatteredPresence,
          masses,
          root: scatteredRoots(6),
        },
      },
      // The kernel's normals are within 10⁻⁵ of the twin's.
      { absolute: 6e-5 },
    );
  });

  test.each([0, 23])("log-density, %i presences", async (W) => {
    await expectAgreement(
      kernelLogDensity,
      {
        axes: { L: 3, N: 19, M: 23, D: 3, W },
        inputs: {
          queries: (i) => 2 * scatteredNormal(i),
          points: (i) => scatteredNormal(i + 300),
          presence: scatteredPresence,
          inverse: scatteredRoots(3),
          logScale: (i) => 0.3 * i,
          logDeviation: (i) => -0.2 * i,
        },
      },
      { relative: 1e-5, absolute: 1e-5 },
    );
  });
});

test("rows are drawn as often as they count, and the noise is that of its root", async () => {
  const N = 20_000;
  const inputs = {
    keys: keyWord,
    points: (i: number) => [0, 10, 20][i],
    presence: (i: number) => [1, 0, 3][i],
    masses: () => 4,
    root: (i: number) => [9, 0.5][i],
  };
  const { samples } = await runKernel(cpu, densitySample, {
    axes: { L: 1, N, M: 3, D: 1, C: 1, W: 3 },
    scalars: { chunkLength: 16, stream: 3, generation: 0 },
    inputs,
  });
  const near = (place: number) => samples.filter((x) => Math.abs(x - place) < 4);
  expect(near(10).length).toBe(0);
  expect(Math.abs(near(20).length - 0.75 * N)).toBeLessThan(4 * Math.sqrt(N * 0.75 * 0.25));
  const square = near(20).reduce((sum, x) => sum + (x - 20) ** 2, 0) / near(20).length;
  expect(Math.abs(square - 0.25)).toBeLessThan((4 * 0.25 * Math.SQRT2) / Math.sqrt(0.75 * N));
});

test("the density integrates to 1", async () => {
  const [N, step] = [400, 0.05];
  const { logDensity } = await runKernel(cpu, kernelLogDensity, {
    axes: { L: 1, N, M: 3, D: 1, W: 3 },
    inputs: {
      queries: (i) => -10 + step * i,
      points: (i) => [-1, 0, 3][i],
      presence: (i) => [1, 5, 2][i],
      inverse: () => 2,
      logScale: () => Math.log(2) - 0.5 * Math.log(2 * Math.PI),
      logDeviation: () => 0,
    },
  });
  const mass = logDensity.reduce((sum, log) => sum + step * Math.exp(log), 0);
  expectClose([mass], [1], { absolute: 1e-6 });
});
