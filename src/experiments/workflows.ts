import type { Experiment } from "./experiment.ts";

const source = "Kazdan et al. 2024, Collapse or Thrive, arXiv:2410.16713";

/**
 * Replace, accumulate and accumulate-subsample for the smallest Gaussian of the paper: ten samples,
 * a hundred iterations, and its figure, the fitted variance.
 */
export const workflowReplace: Experiment = {
  name: "workflow-replace",
  title: "Ten samples: replace",
  source,
  dataset: { name: "standard-normal" },
  family: { name: "gaussian" },
  interventions: [],
  metrics: [{ name: "variance" }, { name: "log-variance" }, { name: "w2" }, { name: "mean" }],
  lineages: 1024,
  generations: 100,
  samples: 10,
  seed: 1,
};

export const workflowAccumulate: Experiment = {
  ...workflowReplace,
  name: "workflow-accumulate",
  title: "Ten samples: accumulate",
  interventions: [{ name: "accumulate" }],
};

export const workflowSubsample: Experiment = {
  ...workflowReplace,
  name: "workflow-subsample",
  title: "Ten samples: accumulate, learn from ten",
  interventions: [{ name: "accumulate-subsample" }],
  lineages: 512,
};

/** The mean of all data so far errs by π²/6 of what the first data did, and by no more. */
export const augmentForever: Experiment = {
  ...workflowReplace,
  name: "augment-for-ever",
  title: "One and two thirds, for ever",
  source: "Dey & Donoho 2024, arXiv:2410.22812",
  family: { name: "gaussian", config: { divisor: "N-1" } },
  interventions: [{ name: "accumulate" }],
  metrics: [{ name: "mean" }, { name: "w2" }, { name: "variance" }],
  samples: 100,
};

/** As many fresh samples as own ones, the fresh ones with the weight 1/φ. */
export const goldenWeighting: Experiment = {
  ...workflowReplace,
  name: "golden-weighting",
  title: "The golden share of the truth",
  source: "He, Xu & Cheng 2025, golden ratio weighting, arXiv:2502.18049",
  interventions: [{ name: "fresh-data", config: { fraction: 0.5 } }, { name: "sample-weighting" }],
  metrics: [{ name: "w2" }, { name: "mean" }, { name: "variance" }],
  generations: 30,
  samples: 200,
};

/** The theorem's way out: pools that grow faster than the generations. */
export const growingPools: Experiment = {
  ...workflowReplace,
  name: "growing-pools",
  title: "More of everything, each time",
  source: "Shumailov et al. 2024, theorem on the mean risk, doi:10.1038/s41586-024-07566-y",
  interventions: [{ name: "pool-size", config: { samples: 20, power: 1.5 } }],
  metrics: [{ name: "w2" }, { name: "variance" }, { name: "log-variance" }, { name: "mean" }],
  lineages: 256,
  generations: 40,
  samples: 20,
};

/** Real data come late: what is lost by then returns, since a Gaussian forgets what it had become. */
export const lateRescue: Experiment = {
  ...workflowReplace,
  name: "late-rescue",
  title: "The truth arrives at generation 12",
  source: "this project; fresh data loop: Alemohammad et al. 2024, arXiv:2307.01850",
  interventions: [
    {
      name: "fresh-data",
      config: { fraction: { from: 0, to: 0.2, over: 12, shape: "step" } },
    },
  ],
  generations: 40,
  samples: 20,
};

/** The process of the article in full: half of the newest model, a tenth real, the rest as it was. */
export const threeSources: Experiment = {
  ...workflowReplace,
  name: "three-sources",
  title: "Half of it new, a tenth of it real",
  source: "Shumailov et al. 2024, stochastic process, doi:10.1038/s41586-024-07566-y",
  interventions: [{ name: "earlier-generations", config: { alpha: 0.5, beta: 0.4, gamma: 0.1 } }],
  lineages: 512,
  generations: 60,
  samples: 50,
};
