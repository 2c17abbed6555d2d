import type { Experiment } from "../experiments/experiment.ts";
import { breakdownShare, effectiveShare, verifiedShare } from "../theory/filters.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import { countsExperiment, gaussianExperiment } from "./experiments.ts";

/** A tenth is real; of the others a fifth has lost its mark, and nine tenths of the rest are found. */
const detected = gaussianExperiment("watermark", {
  interventions: [
    { name: "fresh-data", config: { fraction: 0.1 } },
    {
      name: "watermark",
      config: { truePositiveRate: 0.9, falsePositiveRate: 0.05, attack: 0.2 },
    },
  ],
  lineages: 3000,
  generations: 12,
  samples: 40,
  seed: 41,
});

const watermarkHolds: Check = {
  name: "watermark-holds",
  row: null,
  title: "A watermark is found with t = 0.73, f = 0.05; γ = 0.1 of M = 40 is fresh, n = 12: E[σ²]",
  source: "this project",
  run: async (lab) => ({
    predicted: await lab.predicted(detected, "variance"),
    ...meanOf(await lab.values(detected, "variance")),
    detail: `as with a real share of ${effectiveShare(0.1, 0.95, 0.27).toFixed(3)}`,
  }),
};

const PHI = 0.9;
const PSI = 0.3;

/** One of several categories is right, and a model of N real samples is wrong with 1 − its share. */
function verified(categories: number, seed: number): Experiment {
  const threshold = Math.log(1.5 * shareOfSecond(categories));
  return countsExperiment(`verifier-${categories}`, [{ name: "survivors" }], {
    dataset: { name: "zipf", config: { categories } },
    interventions: [
      { name: "verifier", config: { keepsCorrect: PHI, keepsWrong: PSI, threshold } },
    ],
    lineages: 1500,
    generations: 1,
    samples: 100,
    seed,
  });
}

/** Of Zipf's law; the first has twice as much. */
function shareOfSecond(categories: number): number {
  let sum = 0;
  for (let k = 1; k <= categories; k++) sum += 1 / k;
  return 1 / (2 * sum);
}

function verification(name: string, categories: number, seed: number): Check {
  const correct = 2 * shareOfSecond(categories);
  const side = correct > 1 - breakdownShare(PHI, PSI) ? "below" : "above";
  return {
    name,
    row: 28,
    title: `φ = 0.9, ψ = 0.3: with p = ${(1 - correct).toFixed(2)} wrong, ${side} p* = 1/(1 + ψ/φ), ${side === "below" ? "most" : "less than half"} of what passes is right`,
    source: "Feng et al. 2024, arXiv:2406.07515",
    run: async (lab) => {
      const [{ reports = {} }] = await lab.records(verified(categories, seed));
      const shares = reports["verifier.correct-after"];
      const right = Array.from(shares).filter((share) => share > 0.5).length;
      return {
        predicted: verifiedShare({
          correct,
          keepsCorrect: PHI,
          keepsWrong: PSI,
          samples: 100,
        }),
        ...meanOf(shares),
        detail: `the majority is right in ${((100 * right) / shares.length).toFixed(0)} % of the lineages`,
      };
    },
  };
}

/** Of two candidates the larger is kept. */
const curated = gaussianExperiment("curation", {
  interventions: [{ name: "curation", config: { candidates: 2, preference: "first-coordinate" } }],
  lineages: 1000,
  generations: 5,
  samples: 50,
  seed: 44,
});

const curationNarrows: Check = {
  name: "curation-narrows",
  row: null,
  title: "The larger of two is kept, M = 50, n = 5: E[σ²] = (1 − 1/M)ⁿ (1 − 1/π)ⁿ⁻¹",
  source:
    "variance of the larger of two normals; the loop after Ferbach et al. 2024, arXiv:2407.09499",
  run: async (lab) => ({
    predicted: (1 - 1 / 50) ** 5 * (1 - 1 / Math.PI) ** 4,
    ...meanOf(await lab.values(curated, "variance")),
  }),
};

export const filterChecks: readonly Check[] = [
  watermarkHolds,
  // 1 / Σ 1/k is 0.30 of 16 categories and 0.20 of 83.
  verification("verification-holds", 16, 42),
  verification("verification-breaks-down", 83, 43),
  curationNarrows,
];
