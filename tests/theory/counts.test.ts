import { describe, expect, test } from "vitest";
import type { RealFacts } from "../../src/distribution.ts";
import { divergenceOfOneFit } from "../../src/theory/entropy.ts";
import { fixationTime, fixationTimeByDiffusion } from "../../src/theory/fixation.ts";
import { theoryFor } from "../../src/theory/index.ts";
import type { TheoryInput } from "../../src/theory/input.ts";
import { lostMassByBranching, survivorsByBranching } from "../../src/theory/survival.ts";
import { type Simple, estimate, simulateCounts } from "./simulation.ts";

const METRICS = ["heterozygosity", "survivors", "lost-mass", "entropy", "kl"];

function zipf(K: number, exponent = 1): number[] {
  const weights = Array.from({ length: K }, (_, k) => (k + 1) ** -exponent);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function factsOf(probabilities: readonly number[]): RealFacts {
  const counts = Uint32Array.from(probabilities, (p) => Math.round(p * 2 ** 30));
  return { kind: "category", counts, total: counts.reduce((a, b) => a + b, 0), names: null };
}

function experiment({
  probabilities = zipf(7),
  temperature = 1,
  interventions = [],
  samples = 12,
  generations = 10,
}: {
  probabilities?: readonly number[];
  temperature?: number;
  interventions?: { name: string; config?: Record<string, unknown> }[];
  samples?: number;
  generations?: number;
} = {}): TheoryInput {
  const chosen = (name: string, config: Record<string, unknown> = {}) => ({
    plugin: { name },
    config,
  });
  return {
    dataset: chosen("zipf"),
    family: chosen("categorical", { temperature }),
    interventions: interventions.map(({ name, config }) => chosen(name, config)),
    metrics: METRICS.map((name) => chosen(name)),
    facts: factsOf(probabilities),
    samples,
    generations,
  };
}

function curve(input: TheoryInput, metric: string): (number | null)[] {
  return theoryFor(input).find((found) => found.metric === metric)!.values as (number | null)[];
}

/** The metrics in the plainest way. */
function measure(metric: string, model: Float64Array, real: readonly number[]): number {
  const sum = (of: (p: number, k: number) => number) =>
    model.reduce((total, p, k) => total + of(p, k), 0);
  return {
    heterozygosity: () => 1 - sum((p) => p * p),
    survivors: () => sum((p) => (p > 0 ? 1 : 0)),
    "lost-mass": () => sum((p, k) => (p > 0 ? 0 : real[k])),
    entropy: () => -sum((p) => (p > 0 ? p * Math.log(p) : 0)),
    kl: () => sum((p, k) => (p > 0 ? p * Math.log(p / real[k]) : 0)),
  }[metric]!();
}

describe.each<[string, Parameters<typeof experiment>[0], Simple, readonly string[]]>([
  ["replaced", {}, { kind: "replace" }, METRICS],
  [
    "accumulated",
    { interventions: [{ name: "accumulate" }] },
    { kind: "accumulate" },
    ["heterozygosity", "survivors", "lost-mass"],
  ],
  [
    "fresh",
    { interventions: [{ name: "fresh-data", config: { fraction: 0.25 } }] },
    { kind: "fresh", rows: 3 },
    METRICS,
  ],
  [
    "archive",
    { interventions: [{ name: "keep-original", config: { fraction: 0.25 } }] },
    { kind: "archive", rows: 3 },
    METRICS,
  ],
])("%s", (_name, setting, workflow, known) => {
  const probabilities = zipf(7);
  const input = experiment(setting);
  const loop = { workflow, samples: 12, fits: 10, chains: 4000, probabilities };
  const simulated = simulateCounts(loop);

  test.each(METRICS)("%s", (metric) => {
    const values = curve(input, metric);
    const last = known.includes(metric) ? 10 : 1;
    expect(values.filter((value) => value !== null).length).toBe(last);
    for (const g of new Set([0, last >> 1, last - 1])) {
      const measured = simulated[g].map((model) => measure(metric, model, probabilities));
      const { mean, standardError } = estimate(measured);
      expect(Math.abs(values[g]! - mean), `${values[g]} at ${g}`).toBeLessThan(
        5 * standardError + 1e-9,
      );
      expect(standardError).toBeLessThan(0.05 * Math.abs(mean));
    }
  });
});

test("a temperature leaves the first fit alone", () => {
  const tempered = experiment({ temperature: 0.7 });
  for (const metric of METRICS) {
    const values = curve(tempered, metric);
    expect(values[0]).toBe(curve(experiment(), metric)[0]);
    expect(values.slice(1).every((value) => value === null)).toBe(true);
  }
});

test("branching takes over where the chain is too long, and stops where it is wrong", () => {
  const probabilities = zipf(500);
  const large = experiment({ probabilities, samples: 20_000, generations: 1200 });
  const survivors = curve(large, "survivors");
  expect(survivors.findLastIndex((value) => value !== null)).toBe(999);
  expect(survivors[0]).toBeCloseTo(
    probabilities.reduce((sum, p) => sum + 1 - (1 - p) ** 20_000, 0),
    1,
  );
  expect(curve(large, "entropy").filter((value) => value !== null).length).toBe(1);
});

test("branching and the chain agree while generations are few beside samples", () => {
  const probabilities = Float64Array.from(zipf(2000));
  const input = experiment({ probabilities: zipf(2000), samples: 2000, generations: 20 });
  const chain = curve(input, "survivors") as number[];
  const lost = curve(input, "lost-mass") as number[];
  const branching = survivorsByBranching(probabilities, 2000, 20);
  const branchingLost = lostMassByBranching(probabilities, 2000, 20);
  for (const [n, published] of [
    [2, 466.6],
    [5, 282.5],
    [20, 109.8],
  ]) {
    expect(branching[n - 1]).toBeCloseTo(published, 0);
    expect(Math.abs(branching[n - 1] - published)).toBeLessThan(0.06);
    expect(Math.abs(chain[n - 1] / branching[n - 1] - 1)).toBeLessThan(n / 8000);
    expect(Math.abs(lost[n - 1] / branchingLost[n - 1] - 1)).toBeLessThan(n / 8000);
  }
});

test("drift and fresh data as in the sheet", () => {
  const input = { probabilities: zipf(50), samples: 100 };
  const replaced = curve(experiment({ ...input, generations: 60 }), "heterozygosity");
  expect(replaced[59]).toBeCloseTo(0.5032, 4);
  const interventions = [{ name: "fresh-data", config: { fraction: 0.05 } }];
  const fresh = curve(experiment({ ...input, interventions, generations: 400 }), "heterozygosity");
  // Drawing each sample from a mixture instead of an exact share gives 0.8334.
  expect(Math.abs(fresh[399]! - 0.8334)).toBeLessThan(5e-4);
});

test("divergence of one fit: second order against the exact sum", () => {
  const probabilities = zipf(50);
  const exact = curve(experiment({ probabilities, samples: 5000, generations: 1 }), "kl")[0]!;
  const approximate = divergenceOfOneFit(Float64Array.from(probabilities), 5000);
  expect(approximate).toBeCloseTo(0.004919, 6);
  expect(Math.abs(approximate / exact - 1)).toBeLessThan(2e-4);
});

test("fixation: the chain, the diffusion, and a case by hand", () => {
  expect(fixationTime(0.3, 30)).toBeCloseTo(35.109, 3);
  const diffusion = fixationTimeByDiffusion(Float64Array.of(0.3, 0.7), 100);
  expect(Math.abs(fixationTime(0.3, 100) / diffusion - 1)).toBeLessThan(0.02);
  const uniform = fixationTimeByDiffusion(new Float64Array(10).fill(0.1), 100);
  expect(Math.abs(uniform - 189.7)).toBeLessThan(0.06);
  // Two samples of a fair coin agree half of the time.
  expect(fixationTime(0.5, 2)).toBeCloseTo(2, 12);
  expect(fixationTime(0.3, 1)).toBe(1);
});
