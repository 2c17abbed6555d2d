import type { Experiment } from "./experiment.ts";

/**
 * The smallest collapse: a Gaussian refitted to its own samples loses variance, in expectation by
 * the factor 1 − 1/N each generation. tests/science holds us to it.
 */
export const gaussianDrift: Experiment = {
  name: "gaussian-drift",
  title: "A Gaussian forgets its tails",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  dataset: { name: "standard-normal", config: { dimensions: 1 } },
  family: { name: "gaussian" },
  interventions: [],
  metrics: [{ name: "variance" }, { name: "log-variance" }, { name: "mean" }, { name: "w2" }],
  lineages: 1024,
  generations: 200,
  samples: 100,
  seed: 1,
};

/** With the unbiased estimator the mean variance stays 1 while almost every lineage collapses. */
export const gaussianUnbiased: Experiment = {
  ...gaussianDrift,
  name: "gaussian-unbiased",
  title: "The mean that hides a collapse",
  family: { name: "gaussian", config: { divisor: "N-1" } },
  generations: 500,
};

/** A tenth of every pool is real, which bounds the loss. */
export const gaussianTenPercent: Experiment = {
  ...gaussianDrift,
  name: "gaussian-10-percent",
  title: "A tenth of the past, kept",
  interventions: [{ name: "keep-original", config: { fraction: 0.1 } }],
};

/** A tenth of every pool is real and new: what is left depends on the count, not the share. */
export const gaussianFresh: Experiment = {
  ...gaussianDrift,
  name: "gaussian-fresh",
  title: "Ten fresh samples a generation",
  source: "Alemohammad et al. 2024, fresh data loop, arXiv:2307.01850",
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
};

/** Nothing is thrown away, and the loss converges. */
export const gaussianAccumulate: Experiment = {
  ...gaussianDrift,
  name: "gaussian-accumulate",
  title: "Throw nothing away",
  source: "Gerstgrasser et al. 2024, arXiv:2404.01413; Kazdan et al. 2024, arXiv:2410.16713",
  interventions: [{ name: "accumulate" }],
  lineages: 256,
};

/** A model that prefers its own mode loses variance at once, whatever the number of samples. */
export const gaussianBiased: Experiment = {
  ...gaussianDrift,
  name: "gaussian-biased",
  title: "A model that plays safe",
  source: "Alemohammad et al. 2024, sampling bias, arXiv:2307.01850",
  family: { name: "gaussian", config: { samplingBias: 0.9 } },
  generations: 60,
};
