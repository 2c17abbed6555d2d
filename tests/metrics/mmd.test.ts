import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { medianDistance } from "../../src/metrics/median-distance.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

async function run(change: Partial<Experiment>) {
  const experiment = await resolvedSmall({ interventions: [], ...change });
  const found: number[][] = [];
  for await (const { record } of generationsOf(experiment, { backend: cpu })) {
    found.push(Array.from(record.metrics["mmd"]));
  }
  return { experiment, found };
}

const metrics = (config: object) => [{ name: "mmd" as const, config }];

describe("the discrepancy of what a model draws", () => {
  // Sizes and widths that are nobody's default, in one dimension and in several.
  test.each([
    { dimensions: 1, bandwidth: "median", samplingBias: 1.1, divisor: "N-1", samples: 7 },
    { dimensions: 3, bandwidth: "fixed", samplingBias: 0.8, divisor: "N", samples: 11 },
  ] as const)("follows its closed form: %o", async ({ dimensions, bandwidth, ...rest }) => {
    const { samples, ...family } = rest;
    const { experiment, found } = await run({
      dataset: { name: "standard-normal", config: { dimensions } },
      family: { name: "gaussian", config: family },
      metrics: metrics({ bandwidth, width: 1.7, draws: 9 }),
      lineages: 1500,
      generations: 3,
      samples,
    });
    const [{ values }] = theoryFor(experiment);
    for (const [g, squared] of found.entries()) {
      const mean = squared.reduce((sum, x) => sum + x, 0) / squared.length;
      const square = squared.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (squared.length - 1);
      const error = Math.sqrt(square / squared.length);
      expect(Math.abs(mean - values[g]!), `generation ${g}`).toBeLessThan(4 * error);
    }
  });

  test("is the same for a lineage alone and in company", async () => {
    const change = (lineages: number) => ({ metrics: metrics({ draws: 5 }), lineages });
    const [alone, beside] = [await run(change(1)), await run(change(3))];
    expect(beside.found.map(([first]) => [first])).toEqual(alone.found);
  });

  test("has no number for a single sample", async () => {
    const { found } = await run({ metrics: metrics({}), samples: 1, generations: 1 });
    for (const value of found[0]) expect(value).toBeNaN();
  });

  test("is large where dimensions go together and the model has them apart", async () => {
    const plane = { name: "two-gaussians" as const, config: { leftCorrelation: 0.95 } };
    const of = async (family: Experiment["family"]) => {
      const change = { dataset: plane, family, metrics: metrics({ draws: 200 }), samples: 500 };
      return (await run({ ...change, lineages: 2, generations: 1 })).found[0][0];
    };
    const apart = await of({ name: "gaussian" });
    const together = await of({ name: "mixture", config: { components: 2 } });
    expect(apart).toBeGreaterThan(3 * Math.abs(together));
  });
});

describe("the median distance of real points", () => {
  const gaussian = (deviation: number) => [{ weight: 1, mean: 0, deviation }];
  const facts = (...deviations: readonly number[]) =>
    ({ kind: "vector", marginals: deviations.map(gaussian) }) as const;

  test("of a sample is that of the normal law", () => {
    // A dimension so narrow that it makes no difference, but one that the formula does not know.
    const sampled = medianDistance(facts(2, 2, 1e-9));
    expect(Math.abs(sampled / medianDistance(facts(2, 2)) - 1)).toBeLessThan(0.03);
  });

  test("is never 0", () => {
    expect(medianDistance(facts(0, 0, 0, 1e-5))).toBeGreaterThan(0);
    const { marginals } = facts(0);
    expect(
      medianDistance({ kind: "vector", marginals: [[...marginals[0], ...marginals[0]]] }),
    ).toBe(1);
  });
});
