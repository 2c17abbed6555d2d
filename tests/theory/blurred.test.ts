import { expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { expectOverlays } from "../science/expect-overlays.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

const BASE: Partial<Experiment> = {
  dataset: { name: "two-gaussians", config: { leftCorrelation: 0.7, leftWeight: 0.3 } },
  metrics: [{ name: "variance" }],
  lineages: 120,
  generations: 3,
  samples: 12,
};
const mixture = {
  name: "mixture",
  config: { start: "random", maxIterations: 2, regularisation: 0.1 },
} as const;
const fromAll = { name: "kernel-density", config: { bandwidth: "scott" } } as const;

test.each<[string, Partial<Experiment>]>([
  ["a mixture of the samples before", { family: mixture, interventions: [] }],
  [
    "a mixture that keeps real data",
    {
      family: { ...mixture, config: { ...mixture.config, regularisation: 1e-6 } },
      interventions: [{ name: "keep-original", config: { fraction: 0.25 } }],
    },
  ],
  [
    "a kernel density on the line",
    {
      dataset: { name: "standard-normal" },
      family: { name: "kernel-density", config: { bandwidth: "silverman" } },
      interventions: [],
    },
  ],
  [
    "a mixture beside more and more real data",
    {
      family: { ...mixture, config: { ...mixture.config, regularisation: 1e-6 } },
      interventions: [{ name: "fresh-data", config: { fraction: { values: [0.1, 0.6] } } }],
    },
  ],
  [
    "one of pools that shrink",
    {
      family: fromAll,
      interventions: [{ name: "pool-size", config: { samples: { values: [9, 5] }, power: 0 } }],
    },
  ],
  ["one of all data so far", { family: fromAll, interventions: [{ name: "accumulate" }] }],
])("%s has the variance of its curve", async (_name, change) => {
  const experiment = await resolvedSmall({ ...BASE, ...change });
  expect(theoryFor(experiment).map(({ metric }) => metric)).toEqual(["variance"]);
  await expectOverlays(experiment, cpu);
});

test("means wander without a direction, of whatever keeps that of its pool", async () => {
  const known = async (change: Partial<Experiment>) => {
    const dataset = { name: "gaussian-pair" } as const;
    return theoryFor(
      await resolvedSmall({ ...BASE, dataset, metrics: [{ name: "mean" }], ...change }),
    );
  };
  for (const family of [mixture, fromAll]) {
    const [{ values }] = await known({ family });
    expect(values).toEqual([0, 0, 0]);
    expect(await known({ family, interventions: [{ name: "quality" }] })).toEqual([]);
  }
  const exchange = { name: "exchange", config: { members: 4, topology: "ring" } } as const;
  const [{ values }] = await known({ interventions: [exchange], lineages: 8 });
  expect(values).toEqual([0, 0, 0]);
});

test.each<[string, Partial<Experiment>]>([
  ["unbiased components", { family: { name: "mixture", config: { divisor: "N-1" } } }],
  [
    "much regularisation beside real data",
    { family: mixture, interventions: [{ name: "accumulate" }] },
  ],
  [
    "regularisation that changes",
    {
      family: {
        name: "mixture",
        config: { ...mixture.config, regularisation: { values: [0.1, 0.2] } },
      },
      interventions: [],
    },
  ],
  ["a fixed width", { family: { name: "kernel-density", config: { bandwidth: "fixed" } } }],
])("%s: no curve", async (_name, change) => {
  expect(theoryFor(await resolvedSmall({ ...BASE, ...change }))).toEqual([]);
});
