import type { Experiment } from "./experiment.ts";
import { gaussianFresh } from "./gaussian-drift.ts";

/** Two real samples in a hundred, and a detector that finds nine marks in ten: eight times the share. */
export const watermarkDetected: Experiment = {
  ...gaussianFresh,
  name: "watermark-detected",
  title: "A mark on every copy",
  source: "Kirchenbauer et al. 2023, arXiv:2301.10226; the effective real share: this project",
  interventions: [
    { name: "fresh-data", config: { fraction: 0.02 } },
    { name: "watermark", config: { truePositiveRate: 0.9, falsePositiveRate: 0.01 } },
  ],
  generations: 100,
};

/** The same where half of the copies have been paraphrased: nobody finds those. */
export const watermarkRemoved: Experiment = {
  ...watermarkDetected,
  name: "watermark-removed",
  title: "The mark rubbed off",
  interventions: [
    { name: "fresh-data", config: { fraction: 0.02 } },
    {
      name: "watermark",
      config: { truePositiveRate: 0.9, falsePositiveRate: 0.01, attack: 0.5 },
    },
  ],
};

/**
 * Only the first of 83 categories is right, with a real probability of 0.2: p = 0.8 is above the
 * breakdown p* = 1 / (1 + ψ / φ) = 0.75, so that most of what passes the first time is wrong. The odds
 * of the right one grow by φ / ψ with every turn all the same, until there is nothing else.
 */
export const verifierTaste: Experiment = {
  name: "verifier-taste",
  title: "What the referee likes",
  source: "Feng et al. 2024, Beyond model collapse, arXiv:2406.07515",
  dataset: { name: "zipf", config: { categories: 83 } },
  family: { name: "categorical" },
  interventions: [
    { name: "verifier", config: { keepsCorrect: 0.9, keepsWrong: 0.3, threshold: -2 } },
  ],
  metrics: [{ name: "heterozygosity" }, { name: "entropy" }, { name: "survivors" }, { name: "kl" }],
  lineages: 256,
  generations: 12,
  samples: 1000,
  seed: 1,
};

/**
 * Every model learns from new answers of which p = 3/4 have the wrong sign, and a verifier sorts them
 * that gets worse: ψ goes from 0.05 to 0.55. With φ = 0.9 it reaches p = 1 / (1 + ψ / φ) at ψ = 0.3, the
 * middle of the figure, where being right nearly always turns into being wrong nearly always.
 */
export const verificationThreshold: Experiment = {
  name: "verification-threshold",
  title: "How good a referee has to be",
  source: "Feng et al. 2024, Beyond model collapse, arXiv:2406.07515",
  dataset: { name: "linear-model", config: { inputs: 5, noise: 0.1, wrongShare: 0.75 } },
  family: { name: "regression", config: { noise: 0.1 } },
  interventions: [
    { name: "fresh-data", config: { fraction: 1 } },
    {
      name: "verifier",
      config: {
        by: "answer",
        judges: "all",
        keepsCorrect: 0.9,
        keepsWrong: { from: 0.05, to: 0.55, over: 20, shape: "linear" },
      },
    },
  ],
  metrics: [{ name: "accuracy" }, { name: "excess-risk" }],
  lineages: 128,
  generations: 22,
  samples: 1500,
  seed: 1,
};

/** Of two candidates one is taken by a choice after Bradley and Terry: what is liked is all there is. */
export const curatedTaste: Experiment = {
  ...verifierTaste,
  name: "curated-taste",
  title: "The people's choice",
  source: "Ferbach et al. 2024, self-consuming models with curated data, arXiv:2407.09499",
  dataset: { name: "zipf", config: { categories: 50 } },
  interventions: [
    {
      name: "curation",
      config: { candidates: 2, preference: "real-likelihood", temperature: 1 },
    },
  ],
  generations: 30,
};
