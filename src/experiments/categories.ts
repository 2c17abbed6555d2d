import type { Experiment } from "./experiment.ts";

/** The paper's discrete case: one of ten equal categories takes everything in the end. */
export const lastOneStanding: Experiment = {
  name: "last-one-standing",
  title: "The last one standing",
  source: "Shumailov et al. 2024, discrete distributions, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "uniform-categories", config: { categories: 10 } },
  family: { name: "categorical" },
  interventions: [],
  metrics: [
    { name: "heterozygosity" },
    { name: "survivors" },
    { name: "entropy" },
    { name: "lost-mass" },
  ],
  lineages: 1024,
  generations: 400,
  samples: 100,
  seed: 1,
};

/** The long tail goes first: most of two thousand kinds are gone after one generation. */
export const longTail: Experiment = {
  name: "long-tail",
  title: "The long tail goes first",
  source: "Dohmatob et al. 2024, arXiv:2402.07043; survival formula: this project",
  dataset: { name: "zipf", config: { categories: 2000, exponent: 1 } },
  family: { name: "categorical" },
  interventions: [],
  metrics: [
    { name: "survivors" },
    { name: "lost-mass" },
    { name: "entropy" },
    { name: "total-variation" },
  ],
  lineages: 128,
  generations: 60,
  samples: 2000,
  seed: 1,
};

/** Five fresh samples in a hundred hold the diversity that copying alone would lose. */
export const fivePercentFresh: Experiment = {
  ...lastOneStanding,
  name: "five-percent-fresh",
  title: "Five in a hundred are enough",
  source: "this project: fresh share k = Mγ keeps about 2k / (1 + 2k) of the diversity",
  interventions: [{ name: "fresh-data", config: { fraction: 0.05 } }],
};

/** Cool sampling turns a language into its favourite word, without any sampling error. */
export const coolSampling: Experiment = {
  ...lastOneStanding,
  name: "cool-sampling",
  title: "A little too cool",
  source: "this project: p_n ∝ p₀^(T^-n) without sampling error",
  dataset: { name: "zipf", config: { categories: 50, exponent: 1 } },
  family: { name: "categorical", config: { temperature: 0.9 } },
  samples: 10000,
  lineages: 64,
  generations: 60,
};
