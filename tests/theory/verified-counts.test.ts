import { describe, expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { diversity } from "../../src/theory/diversity.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { verifiedCounts } from "../../src/theory/verified-counts.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { Numbers, estimate } from "./simulation.ts";

const p = Float64Array.of(0.4, 0.3, 0.2, 0.1);
const ones = p.map(() => 1);
const diversityOf = ({ mean, covariance }: { mean: Float64Array; covariance: Float64Array }) =>
  1 - mean.reduce((sum, m, k) => sum + m * m + covariance[k * mean.length + k], 0);

test("without a filter all of it is exact", () => {
  for (const real of [0, 5]) {
    const workflow =
      real === 0 ? ({ kind: "replace" } as const) : ({ kind: "fresh", rows: 5 } as const);
    const { within } = diversity({ workflow, samples: 20, fits: 9 });
    const passing = { own: 20 - real, real, keepsOwn: ones, keepsReal: ones };
    const all = verifiedCounts(p, 20, () => passing);
    for (const left of within) {
      const learned = all.next().value;
      expect(diversityOf(learned) / (left * 0.7)).toBeCloseTo(1, 11);
      expect(learned.mean.reduce((sum, m) => sum + m, 0)).toBeCloseTo(1, 12);
      expect(learned.rows).toBeCloseTo(20, 12);
    }
  }
});

interface Loop {
  readonly own: number;
  readonly real: number;
  readonly keepsOwn: readonly number[];
  readonly keepsReal: readonly number[];
}

/** Draw, throw out, count, in plain words. */
function simulated({ own, real, keepsOwn, keepsReal }: Loop, fits: number) {
  const numbers = new Numbers(61);
  const drawn = (of: ArrayLike<number>) => {
    let rest = numbers.uniform();
    for (let k = 0; k < of.length; k++) if ((rest -= of[k]) < 0) return k;
    return of.length - 1;
  };
  return Array.from({ length: 700 }, () => {
    let model: ArrayLike<number> = p;
    for (let n = 1; n <= fits; n++) {
      const counts = p.map(() => 0);
      for (let i = 0; i < own + real; i++) {
        const isReal = n === 1 || i >= own;
        const k = drawn(isReal ? p : model);
        const chance = n === 1 ? 1 : (isReal ? keepsReal : keepsOwn)[k];
        if (numbers.uniform() < chance) counts[k]++;
      }
      const sum = counts.reduce((a, b) => a + b, 0);
      model = counts.map((count) => count / sum);
    }
    return Float64Array.from(model);
  });
}

describe.each<Loop>([
  { own: 60, real: 0, keepsOwn: [0.9, 0.9, 0.5, 0.5], keepsReal: [1, 1, 1, 1] },
  { own: 45, real: 15, keepsOwn: [0.4, 0.9, 0.9, 0.9], keepsReal: [0.6, 1, 1, 1] },
])("$own of a model and $real real ones", (loop) => {
  test("learn what they learn in a plain simulation", () => {
    const keeps = {
      keepsOwn: Float64Array.from(loop.keepsOwn),
      keepsReal: Float64Array.from(loop.keepsReal),
    };
    const all = verifiedCounts(p, 60, () => ({ ...loop, ...keeps }));
    let learned = all.next().value;
    for (let n = 2; n <= 4; n++) learned = all.next().value;
    const models = simulated(loop, 4);
    const left = estimate(models.map((model) => 1 - model.reduce((sum, q) => sum + q * q, 0)));
    expect(Math.abs(left.mean - diversityOf(learned))).toBeLessThan(4 * left.standardError);
    for (const k of [0, 3]) {
      const share = estimate(models.map((model) => model[k]));
      expect(Math.abs(share.mean - learned.mean[k])).toBeLessThan(4 * share.standardError);
      const square = estimate(models.map((model) => (model[k] - learned.mean[k]) ** 2));
      expect(Math.abs(square.mean - learned.covariance[5 * k])).toBeLessThan(
        4 * square.standardError + 0.03 * square.mean,
      );
    }
  });
});

/** Of the first 14 % of what is drawn nine in ten pass, of the rest nobody; later all are right. */
const fewRight = (samples: number): Partial<Experiment> => ({
  dataset: { name: "zipf", config: { categories: 40, exponent: 0.5 } },
  interventions: [
    { name: "verifier", config: { keepsCorrect: 0.9, keepsWrong: 0, threshold: -2.8 } },
  ],
  samples,
});

test.each<[string, Partial<Experiment>, boolean]>([
  ["a verifier", { interventions: [{ name: "verifier" }] }, true],
  [
    "one behind fresh data, with a detector behind it",
    { interventions: [{ name: "fresh-data" }, { name: "verifier" }, { name: "watermark" }] },
    true,
  ],
  ["few rows", { interventions: [{ name: "verifier" }], samples: 21 }, false],
  ["few right ones", fewRight(90), false],
  ["enough right ones", fewRight(400), true],
  [
    "fresh data behind it",
    { interventions: [{ name: "verifier" }, { name: "fresh-data" }] },
    false,
  ],
  ["a choice", { interventions: [{ name: "verifier" }, { name: "quality" }] }, false],
  [
    "a temperature",
    {
      interventions: [{ name: "verifier" }],
      family: { name: "categorical", config: { temperature: 0.9 } },
    },
    false,
  ],
])("its mean is known of %s: %s", async (_name, change, isKnown) => {
  const resolved = await resolvedSmall({
    dataset: { name: "zipf", config: { categories: 7 } },
    family: { name: "categorical" },
    metrics: [{ name: "heterozygosity" }],
    samples: 400,
    ...change,
  });
  const means = theoryFor(resolved).filter(
    ({ statistic, values }) => statistic === "mean" && typeof values[7] === "number",
  );
  expect(means.length).toBe(Number(isKnown));
});
