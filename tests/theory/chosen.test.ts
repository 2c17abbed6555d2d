import { expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { resolvedSmall } from "../support/experiments.ts";

async function means(metric: string, change: Partial<Experiment>) {
  const resolved = await resolvedSmall({
    dataset: { name: "standard-normal" },
    metrics: [{ name: metric } as Experiment["metrics"][number]],
    samples: 10,
    generations: 3,
    ...change,
  });
  const found = theoryFor(resolved).filter(({ statistic }) => statistic === "mean");
  return found.flatMap(({ values }) => values).filter((value) => value !== null);
}

const largest = (config: object = {}) => ({
  name: "curation" as const,
  config: { preference: "first-coordinate", candidates: 2, ...config } as const,
});

test("the larger of two narrows one axis, by every setting of the family", async () => {
  const wide = { dataset: { name: "standard-normal", config: { dimensions: 3 } } } as const;
  const left = 1 - 1 / Math.PI;
  const plain = await means("variance", { ...wide, interventions: [largest()] });
  for (const [g, value] of plain.entries()) {
    expect(value).toBeCloseTo((0.9 ** (g + 1) * (left ** g + 2)) / 3, 5);
  }
  const config = { samplingBias: { values: [0.5, 2] }, divisor: "N-1", shrinkage: 0.25 } as const;
  const varied = await means("variance", {
    family: { name: "gaussian", config },
    interventions: [largest()],
  });
  const expected = [0.8, 0.8 ** 2 * 0.5 * left, 0.8 ** 3 * left ** 2];
  expect(varied.length).toBe(3);
  for (const [g, value] of expected.entries()) expect(varied[g]).toBeCloseTo(value, 5);
});

test("a share changes with its schedule, and leaves the variance of so many rows", async () => {
  const share = { values: [1, 0.5] };
  const [first, whole, half] = await means("variance", {
    interventions: [{ name: "quality", config: { share } }],
  });
  expect(whole / first).toBeCloseTo(0.9, 5);
  // Five rows of ten; the middle half of very many has 0.143 of the variance.
  expect(half / whole).toBeGreaterThan(0.143 * 0.8);
  expect(half / whole).toBeLessThan(0.2 * 0.8);
});

test.each<[string, Experiment["interventions"], Partial<Experiment>]>([
  ["that wavers", [largest({ temperature: 1 })], {}],
  ["by likelihood", [{ name: "curation" }], {}],
  ["beside real data", [largest(), { name: "fresh-data" }], {}],
  ["by the first model", [{ name: "quality", config: { judge: "first" } }], {}],
  [
    "of what is truncated already",
    [{ name: "quality" }],
    { family: { name: "gaussian", config: { truncation: 2 } } },
  ],
])("nobody knows the mean of a choice %s", async (_name, interventions, change) => {
  expect(await means("variance", { interventions, ...change })).toEqual([]);
});

test("sets of categories follow each other from the first fit on", async () => {
  const settings = {
    dataset: { name: "uniform-categories", config: { categories: 6 } },
    family: { name: "categorical" },
    interventions: [{ name: "deduplicate" }],
    samples: 20,
  } as const;
  const [sizes, entropies, divergences, lost] = await Promise.all(
    ["survivors", "entropy", "kl", "lost-mass"].map((metric) => means(metric, settings)),
  );
  for (const values of [sizes, entropies, divergences, lost]) expect(values.length).toBe(3);
  expect(sizes[0]).toBeCloseTo(6 * (1 - (5 / 6) ** 20), 10);
  for (const g of [1, 2]) {
    expect(divergences[g]).toBeCloseTo(Math.log(6) - entropies[g], 10);
    expect(lost[g]).toBeCloseTo(1 - sizes[g] / 6, 10);
  }
  const cooled = await means("survivors", {
    ...settings,
    family: { name: "categorical", config: { temperature: 0.5 } },
  });
  expect(cooled.length).toBe(1);
});
