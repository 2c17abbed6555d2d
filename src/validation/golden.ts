import { goldenWeight, weightedRisk } from "../theory/limits.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import { gaussianExperiment } from "./experiments.ts";

/** On either side of the best weight, with the same random numbers. */
const WEIGHTS = [0.4, 0.84] as const;

const [little, much] = WEIGHTS.map((real) =>
  gaussianExperiment(`weight-${real}`, {
    family: { name: "gaussian", config: { divisor: "N-1" } },
    interventions: [
      { name: "fresh-data", config: { fraction: 0.5 } },
      { name: "sample-weighting", config: { real } },
    ],
    metrics: [{ name: "mean" }],
    lineages: 2500,
    generations: 5,
    samples: 80,
    seed: 52,
  }),
);

/**
 * The weight with the smallest risk (A w² + B(1 − w)²)/(w(2 − w)), A and B being those of the risks at
 * two weights: where A w² = B(1 − w).
 */
function bestWeight(risks: readonly number[]): number {
  const [p, q] = WEIGHTS.map((w, i) => risks[i] * w * (2 - w));
  const [[a, b], [c, d]] = WEIGHTS.map((w) => [w ** 2, (1 - w) ** 2]);
  const [A, B] = [(p * d - q * b) / (a * d - b * c), (q * a - p * c) / (a * d - b * c)];
  return (Math.sqrt(B * B + 4 * A * B) - B) / (2 * A);
}

/** How a function of means changes with each of them. */
function slopesOf(of: (means: readonly number[]) => number, means: readonly number[]): number[] {
  const step = 1e-5;
  const moved = (i: number, by: number) => means.map((mean, j) => (i === j ? mean + by : mean));
  return means.map((_, i) => (of(moved(i, step)) - of(moved(i, -step))) / (2 * step));
}

const goldenIsBest: Check = {
  name: "golden-weight-is-best",
  row: 29,
  title: "The same at w = 0.4 and at w = 0.84: by both the best weight is 1/φ",
  source: "He, Xu & Cheng 2025, arXiv:2502.18049",
  run: async (lab) => {
    const risks: Float64Array[] = [];
    for (const experiment of [little, much]) {
      const means = await lab.values(experiment, "mean");
      risks.push(Float64Array.from(means, (mean) => 40 * mean * mean));
    }
    const means = risks.map((values) => meanOf(values).measured);
    const [first, second] = slopesOf(bestWeight, means);
    // What each lineage adds to it, to first order.
    const parts = risks[0].map(
      (risk, l) => first * (risk - means[0]) + second * (risks[1][l] - means[1]),
    );
    const { standardError, lineages } = meanOf(parts);
    const expected = WEIGHTS.map((w) => weightedRisk(w).toFixed(3));
    return {
      predicted: goldenWeight(),
      measured: bestWeight(means),
      standardError,
      lineages,
      detail: `n E[μ²] is ${means.map((mean) => mean.toFixed(3)).join(" and ")}, by theory ${expected.join(" and ")}`,
    };
  },
};

export const goldenChecks: readonly Check[] = [goldenIsBest];
