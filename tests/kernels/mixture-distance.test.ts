import { expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import { mixtureDistance } from "../../src/kernels/metrics/mixture-distance.ts";
import { mixtureOverlap } from "../../src/kernels/mixture/overlap.ts";
import {
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
} from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { scatteredRoots } from "../support/mixtures.ts";
import { resolvedSmall } from "../support/experiments.ts";

test.skipIf(!webgpu).each([
  [3, 1],
  [1, 3],
])("overlap and distance: WGSL agrees with the reference, %i and %i mixtures", async (R, Q) => {
  const D = 3;
  await expectAgreement(
    mixtureOverlap,
    {
      axes: { L: 3, K: 3, J: 4, D, E: D + 1, R, Q },
      inputs: {
        weight: (i) => 0.1 + 0.1 * i,
        mean: (i) => scatteredNormal(i),
        root: scatteredRoots(D),
        otherWeight: (i) => 0.05 + 0.1 * i,
        otherMean: (i) => scatteredNormal(i + 700),
        otherRoot: scatteredRoots(D),
      },
    },
    { relative: 1e-5 },
    ["scratch"],
  );
  await expectAgreement(
    mixtureDistance,
    {
      axes: { L: 3, K: 3, J: 4, Q },
      inputs: { own: scatteredFraction, reference: scatteredFraction, both: (i) => 0.1 * (i % 5) },
    },
    { relative: 1e-6, absolute: 1e-6 },
  );
});

test("the overlap is the integral of the product", async () => {
  const mixtures = {
    weight: [0.3, 0.7],
    mean: [0, 1, -1, 0.5],
    root: [0.6, 0, 0.2, 0.5, 1, 0, -0.4, 0.3],
    otherWeight: [1],
    otherMean: [0.4, -0.2],
    otherRoot: [0.8, 0, 0.5, 0.7],
  };
  const inputs = Object.fromEntries(
    Object.entries(mixtures).map(([name, array]) => [name, (i: number) => array[i]]),
  );
  const axes = { L: 1, K: 2, J: 1, D: 2, E: 3, R: 1, Q: 1 };
  const { parts } = await runKernel(cpu, mixtureOverlap, { axes, inputs });
  const density = (mean: readonly number[], root: readonly number[], x: number, y: number) => {
    const u = (x - mean[0]) / root[0];
    const v = (y - mean[1] - root[2] * u) / root[3];
    return Math.exp(-0.5 * (u * u + v * v)) / (2 * Math.PI * root[0] * root[3]);
  };
  const { weight, mean, root, otherMean, otherRoot } = mixtures;
  const integrals = [0, 0];
  const step = 0.05;
  for (let x = -8; x < 8; x += step) {
    for (let y = -8; y < 8; y += step) {
      const other = density(otherMean, otherRoot, x, y) * step * step;
      for (const k of [0, 1]) {
        const own = density(mean.slice(2 * k, 2 * k + 2), root.slice(4 * k, 4 * k + 4), x, y);
        integrals[k] += weight[k] * own * other;
      }
    }
  }
  expectClose(parts, integrals, { relative: 1e-5 });
});

test("a model is at no distance from itself, and the next one is at some from both", async () => {
  const distances = async (against: "first" | "real") => {
    const experiment = await resolvedSmall({
      dataset: { name: "two-gaussians" },
      family: { name: "mixture" },
      interventions: [],
      metrics: [{ name: "mixture-l2", config: { against } }],
      generations: 3,
      samples: 60,
    });
    const all: number[][] = [];
    for await (const { record } of generationsOf(experiment, { backend: cpu })) {
      all.push(Array.from(record.metrics["mixture-l2"]));
    }
    return all;
  };
  const [first, real] = [await distances("first"), await distances("real")];
  expectClose(first[0], [0, 0, 0], { absolute: 1e-6 });
  for (const distance of [...first.slice(1), ...real].flat()) {
    expect(distance).toBeGreaterThan(1e-4);
    expect(distance).toBeLessThan(0.2);
  }
});
