import type { Experiment } from "./experiment.ts";

/** What the published code runs: one blob, fitted with two components. */
export const mixtureCoded: Experiment = {
  name: "mixture-coded",
  title: "Two bells for one blob, as in the published code",
  source: "Shumailov et al. 2024, published code, doi:10.5281/zenodo.10866595",
  dataset: { name: "standard-normal", config: { dimensions: 2 } },
  family: { name: "mixture", config: { components: 2, tolerance: 1e-5, maxIterations: 2000 } },
  interventions: [],
  metrics: [{ name: "mixture-l2" }, { name: "variance" }, { name: "mean" }],
  lineages: 8,
  generations: 2050,
  samples: 1000,
  seed: 1,
};

/** What the article describes: two Gaussians, to be told apart by two components. */
export const mixturePublished: Experiment = {
  ...mixtureCoded,
  name: "mixture-published",
  title: "Two bells merge into a point",
  source: "Shumailov et al. 2024, figure of the Gaussian mixture, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "two-gaussians", config: { separation: 4 } },
};

/** A mixture that has as many components as the data have modes, and still loses them. */
export const ringModes: Experiment = {
  name: "ring-modes",
  title: "Eight camp fires, one of them small",
  source: "Srivastava et al. 2017, the ring of Gaussians, arXiv:1705.07761",
  dataset: { name: "gaussian-ring", config: { rareness: 0.2 } },
  family: { name: "mixture", config: { components: 8 } },
  interventions: [],
  metrics: [{ name: "modes-lost" }, { name: "mixture-l2", config: { against: "real" } }],
  lineages: 16,
  generations: 100,
  samples: 400,
  seed: 1,
};

/** Half of every pool is the same real set: the model stays near the one that it began as. */
export const mixedRetraining: Experiment = {
  ...ringModes,
  name: "mixed-retraining",
  title: "Eight camp fires, kept by half",
  source: "Bertrand et al. 2024, stability of retraining, arXiv:2310.00429",
  interventions: [{ name: "synthetic-augmentation", config: { synthetic: 400 } }],
};
