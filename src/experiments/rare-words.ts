import type { Experiment } from "./experiment.ts";

/** Words as categories: a text that is written again from its own word counts loses its rare words. */
export const rareWords: Experiment = {
  name: "rare-words",
  title: "Words that are never written again",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y; survival formula: this project",
  dataset: { name: "text-words" },
  family: { name: "categorical" },
  interventions: [],
  metrics: [{ name: "survivors" }, { name: "lost-mass" }, { name: "entropy" }, { name: "kl" }],
  lineages: 256,
  generations: 60,
  samples: 1000,
  seed: 1,
};
