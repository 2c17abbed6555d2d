import type { Experiment } from "./experiment.ts";

const source = "Alemohammad et al. 2024, arXiv:2307.01850";

/**
 * The three loops of "Self-consuming generative models go MAD" on a Gaussian, 100 real and 900
 * synthetic samples as there, in ten dimensions instead of a hundred. The figure is the Wasserstein
 * distance to the real data; how strong the bias is, is this project's choice.
 */
export const madFullySynthetic: Experiment = {
  name: "mad-fully-synthetic",
  title: "Nothing but its own",
  source: `${source}, fully synthetic loop`,
  dataset: { name: "standard-normal", config: { dimensions: 10 } },
  family: { name: "gaussian", config: { samplingBias: 0.9 } },
  interventions: [],
  metrics: [{ name: "w2" }, { name: "variance" }, { name: "log-variance" }],
  lineages: 128,
  generations: 60,
  samples: 1000,
  seed: 1,
};

/** All of the 100 real samples in every pool, and 900 of the model's beside them. */
export const madAugmentation: Experiment = {
  ...madFullySynthetic,
  name: "mad-augmentation",
  title: "The same hundred, every time",
  source: `${source}, synthetic augmentation loop`,
  interventions: [{ name: "synthetic-augmentation", config: { synthetic: 900 } }],
  samples: 100,
};

/** As many, but new ones each time: the distance stops, wherever the loop began. */
export const madFresh: Experiment = {
  ...madFullySynthetic,
  name: "mad-fresh",
  title: "A new hundred, every time",
  source: `${source}, fresh data loop`,
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
};
