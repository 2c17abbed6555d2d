import type { Experiment } from "./experiment.ts";

/**
 * Hutter's model of a language, p ∝ i⁻²: what a fit of T samples misses falls as T^−½, and is
 * (1 − 1/e)^−½ = 1.258 times as much once it is fitted to such a model. The figure is the test error,
 * which here is the mass that was never seen.
 */
export const taleOfTails: Experiment = {
  name: "tale-of-tails",
  title: "A tale of tails",
  source: "Dohmatob et al. 2024, arXiv:2402.07043; Hutter 2021, arXiv:2102.04074",
  dataset: { name: "zipf", config: { categories: 5000, exponent: 2 } },
  family: { name: "categorical" },
  interventions: [],
  metrics: [{ name: "lost-mass" }, { name: "survivors" }, { name: "entropy" }],
  lineages: 64,
  generations: 30,
  samples: 1024,
  seed: 1,
};

/** Four hundred words that are said five times each: half are gone after 2 · 5 / ln 2 fits. */
export const forgettingTimes: Experiment = {
  name: "forgetting-times",
  title: "Said five times",
  source: "Suresh et al. 2024, forgetting times, arXiv:2412.17646",
  dataset: { name: "uniform-categories", config: { categories: 400 } },
  family: { name: "categorical" },
  interventions: [],
  metrics: [{ name: "survivors" }, { name: "lost-mass" }, { name: "heterozygosity" }],
  lineages: 128,
  generations: 60,
  samples: 2000,
  seed: 1,
};

/** Five fresh samples in a thousand, each by chance: as much stays as of five in a hundred. */
export const fiveInAThousand: Experiment = {
  ...forgettingTimes,
  name: "five-in-a-thousand",
  title: "Five in a thousand will do",
  source: "this project: where a share γ of M is fresh, k = Mγ decides, about 2k / (1 + 2k) stays",
  dataset: { name: "uniform-categories", config: { categories: 10 } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.005, rows: "independent" } }],
  metrics: [{ name: "heterozygosity" }, { name: "survivors" }, { name: "entropy" }],
  generations: 400,
  samples: 1000,
};

const heat = "Marchi et al. 2024, Heat Death of Generative Models, arXiv:2404.02325";

/**
 * Above temperature 1 a closed loop ends where all outputs are equally likely. As in the paper
 * nothing is left to chance, and so two lineages are alike.
 */
export const heatDeath: Experiment = {
  ...forgettingTimes,
  name: "heat-death",
  title: "Heat death",
  source: heat,
  dataset: { name: "zipf", config: { categories: 50, exponent: 1 } },
  family: { name: "categorical", config: { temperature: 1.1, statistics: "exact" } },
  metrics: [{ name: "entropy" }, { name: "heterozygosity" }, { name: "kl" }, { name: "survivors" }],
  lineages: 2,
  generations: 60,
  samples: 1000,
};

/** Enough real data hold a loop that is a little too cool. */
export const heatDeathHeldOff: Experiment = {
  ...heatDeath,
  name: "heat-death-held-off",
  title: "Cool, but fed",
  family: { name: "categorical", config: { temperature: 0.9, statistics: "exact" } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.3 } }],
};
