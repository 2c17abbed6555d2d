import { describe, expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { type Simple, estimate, simulateCounts } from "./simulation.ts";

const probabilities = [0.6, 0.25, 0.15];
const names = ["total-variation", "js", "survivors"] as const;

async function curves(change: Partial<Experiment>) {
  const resolved = await resolvedSmall({
    dataset: { name: "zipf", config: { categories: 3 } },
    family: { name: "categorical" },
    metrics: names.map((name) => ({ name })),
    interventions: [],
    samples: 12,
    generations: 4,
    ...change,
  });
  // Round numbers instead of the dataset's.
  const counts = Uint32Array.from(probabilities, (p) => 100 * p);
  const facts = { kind: "category", counts, total: 100, names: null } as const;
  const found = theoryFor({ ...resolved, facts });
  return new Map(found.map(({ metric, values }) => [metric, values]));
}

const entropy = (p: readonly number[]) =>
  p.reduce((sum, own) => (own === 0 ? sum : sum - own * Math.log(own)), 0);

describe.each<[Simple, Experiment["interventions"]]>([
  [{ kind: "replace" }, []],
  [{ kind: "fresh", rows: 3 }, [{ name: "fresh-data", config: { fraction: 0.25 } }]],
  [{ kind: "archive", rows: 3 }, [{ name: "keep-original", config: { fraction: 0.25 } }]],
])("%o", (workflow, interventions) => {
  test("moves away from the real distribution as a plain simulation does", async () => {
    const known = await curves({ interventions });
    const fitted = simulateCounts({ workflow, samples: 12, fits: 4, chains: 800, probabilities });
    for (const [g, models] of fitted.entries()) {
      const variation = models.map((model) =>
        model.reduce((sum, p, k) => sum + Math.abs(p - probabilities[k]) / 2, 0),
      );
      const halfway = models.map((model) => {
        const middle = Array.from(model, (p, k) => (p + probabilities[k]) / 2);
        return entropy(middle) - (entropy([...model]) + entropy(probabilities)) / 2;
      });
      for (const [metric, values] of [
        ["total-variation", variation],
        ["js", halfway],
      ] as const) {
        const { mean, standardError } = estimate(values);
        expect(Math.abs(known.get(metric)![g]! - mean)).toBeLessThan(4 * standardError);
      }
    }
  });
});

test("of a temperature the first fit alone is known, and the limit of many samples", async () => {
  const tempered = { family: { name: "categorical", config: { temperature: 0.5 } } } as const;
  const resolved = await resolvedSmall({
    ...tempered,
    dataset: { name: "uniform-categories", config: { categories: 2 } },
    metrics: [{ name: "total-variation" }],
    interventions: [],
    samples: 2,
    generations: 3,
  });
  // Of two samples both are alike in half of the cases, at a distance of 1/2; many stay uniform.
  expect(theoryFor(resolved).map(({ statistic, values }) => [statistic, values])).toEqual([
    ["mean", [0.25, null, null]],
    ["limit", [0, 0, 0]],
  ]);
});
