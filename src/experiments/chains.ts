import type { Experiment } from "./experiment.ts";

/** Who may follow whom: a path that no text took once is closed, and texts run in ever fewer circles. */
export const closedPaths: Experiment = {
  name: "closed-paths",
  title: "Paths that nobody takes again",
  source: "Suresh et al. 2024, n-grams, arXiv:2412.17646; what is missed at first: this project",
  dataset: { name: "markov-source", config: { tokens: 20, stay: 0.1, successors: 5 } },
  family: { name: "markov-chain" },
  interventions: [],
  metrics: [{ name: "transitions-lost" }, { name: "entropy-rate" }, { name: "lost-word-mass" }],
  lineages: 128,
  generations: 60,
  samples: 20,
  seed: 1,
};
