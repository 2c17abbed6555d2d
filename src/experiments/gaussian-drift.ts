import type { Experiment } from "./experiment.ts";

/**
 * The smallest collapse: a Gaussian refitted to its own samples loses variance, in expectation by
 * the factor 1 − 1/N each generation. tests/science/gaussian-drift.test.ts holds us to it.
 */
export const gaussianDrift: Experiment = {
  name: "gaussian-drift",
  title: "A Gaussian forgets its tails",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "standard-normal", config: { dimensions: 1 } },
  family: { name: "gaussian" },
  interventions: [],
  metrics: [{ name: "variance" }],
  lineages: 1024,
  generations: 100,
  samples: 100,
  seed: 1,
};
