import { expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { meanResolvent, shrinkageOf } from "../../src/theory/ridge.ts";
import { expectOverlays } from "../science/expect-overlays.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

test("a small penalty leaves the inverse of a Wishart matrix, and many rows leave no noise", () => {
  for (const [d, T] of [
    [3, 40],
    [10, 90],
  ]) {
    expect(meanResolvent(d, T, 1e-7) / (T / (T - d - 1))).toBeCloseTo(1, 2);
    expect(shrinkageOf(d, T, 1e-5).noise / (d / (T - d - 1))).toBeCloseTo(1, 2);
  }
  const { found, square, noise } = shrinkageOf(4, 1e7, 0.25);
  expect(found).toBeCloseTo(0.8, 5);
  expect(square).toBeCloseTo(0.64, 5);
  expect(noise).toBeCloseTo((0.64 * 4) / 1e7, 9);
});

test("the next term is what small matrices need", () => {
  // Two inputs and many rows are next to 1/(1 + λ) and what curvature adds, 2 · 3/2 of 1/T.
  const [T, ridge] = [2000, 0.5];
  const spread = 3 / T;
  const expected = 1 / (1 + ridge) + spread / (1 + ridge) ** 3;
  expect((meanResolvent(2, T, ridge) - 1 / (1 + ridge)) / (expected - 1 / (1 + ridge))).toBeCloseTo(
    1,
    2,
  );
});

const regression = (config: object): Partial<Experiment> => ({
  dataset: { name: "linear-model", config: { inputs: 4, signal: 1.5, noise: 0.7 } },
  family: { name: "regression", config },
  metrics: [{ name: "excess-risk" }],
  interventions: [],
  lineages: 400,
  generations: 5,
  samples: 13,
});

test.each<[string, Partial<Experiment>]>([
  ["one penalty", regression({ ridge: 0.2 })],
  [
    "another each time, with other pools and noises",
    {
      ...regression({ ridge: { values: [0.5, 0.1] }, noise: { values: [1, 0.3] } }),
      interventions: [{ name: "pool-size", config: { samples: { values: [19, 11] }, power: 0 } }],
    },
  ],
])("%s leaves the risk of its curve", async (_name, change) => {
  const experiment = await resolvedSmall(change);
  const [{ values }, ...others] = theoryFor(experiment);
  expect(others).toEqual([]);
  expect(values.every((value) => typeof value === "number")).toBe(true);
  await expectOverlays(experiment, cpu);
});

test.each<[string, Partial<Experiment>, number]>([
  ["mixed pools", { interventions: [{ name: "accumulate" }] }, 1],
  ["too few rows", { samples: 7 }, 0],
  [
    "places that stay",
    { family: { name: "regression", config: { ridge: 0.2, design: "fixed" } } },
    0,
  ],
])("of %s no more is known", async (_name, change, known) => {
  const found = theoryFor(await resolvedSmall({ ...regression({ ridge: 0.2 }), ...change }));
  const values = found.flatMap((curve) => curve.values).filter((value) => value !== null);
  expect(values.length).toBe(known);
});
