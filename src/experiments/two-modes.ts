import type { Experiment } from "./experiment.ts";

/** A family too small for its data errs once, at generation 0, and never again. */
export const twoModes: Experiment = {
  name: "two-modes",
  title: "One bell over two hills",
  source: "Shumailov et al. 2024, functional expressivity error, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "gaussian-pair", config: { separation: 6, deviation: 1 } },
  family: { name: "gaussian" },
  interventions: [],
  metrics: [{ name: "variance" }, { name: "w2" }, { name: "mean" }],
  lineages: 1024,
  generations: 100,
  samples: 200,
  seed: 1,
};
