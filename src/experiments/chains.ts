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

/** Many texts, each token a little more certain than it was: what is known of it is known for ever. */
export const coolingChain: Experiment = {
  ...closedPaths,
  name: "cooling-chain",
  title: "A tenth more certain every time",
  source: "this project, after Marchi et al. 2024, Heat Death, arXiv:2404.02325",
  family: { name: "markov-chain", config: { temperature: 0.9 } },
  metrics: [{ name: "entropy-rate" }, { name: "transitions-lost" }, { name: "lost-word-mass" }],
  lineages: 32,
  generations: 24,
  samples: 400,
};
