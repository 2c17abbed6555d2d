import type { Experiment } from "./experiment.ts";

/**
 * Eight models that copy themselves, one sample in fifty from another: each has lost nearly all of
 * its diversity when all together still have most of theirs.
 */
export const islands: Experiment = {
  name: "islands",
  title: "Islands",
  source: "islands: Wright 1931, doi:10.1093/genetics/16.2.97; closed form: this project",
  dataset: { name: "uniform-categories", config: { categories: 10 } },
  family: { name: "categorical" },
  interventions: [{ name: "exchange", config: { members: 8, rate: 0.02 } }],
  metrics: [
    { name: "pooled-heterozygosity", config: { members: 8 } },
    { name: "heterozygosity" },
    { name: "survivors" },
    { name: "entropy" },
  ],
  lineages: 512,
  generations: 200,
  samples: 100,
  seed: 1,
};

/** Five models learn from what is on the market, of which the largest wrote the half. */
export const marketShares: Experiment = {
  name: "market-shares",
  title: "One of them writes the half",
  source: "Vu et al. 2025, models on each other's outputs, arXiv:2505.21677",
  dataset: { name: "standard-normal" },
  family: { name: "gaussian" },
  interventions: [
    {
      name: "exchange",
      config: { members: 5, topology: "market", rate: 1, shares: [8, 4, 2, 1, 1] },
    },
  ],
  metrics: [
    { name: "pooled-variance", config: { members: 5 } },
    { name: "variance" },
    { name: "w2" },
    { name: "mean" },
  ],
  lineages: 640,
  generations: 120,
  samples: 96,
  seed: 1,
};

/**
 * The first model keeps the human data that it had, the second learns from what both publish. How
 * much less the first one errs about reality is its advantage, in nats a sample.
 */
export const firstMover: Experiment = {
  ...marketShares,
  name: "first-mover",
  title: "Who was there first",
  source: "Shumailov et al. 2024, first mover advantage, doi:10.1038/s41586-024-07566-y",
  interventions: [
    // Latecomers write far more than who was there first.
    { name: "exchange", config: { members: 2, topology: "market", rate: 1, shares: [1, 19] } },
    { name: "synthetic-augmentation", config: { synthetic: 100 } },
    { name: "sample-weighting", config: { real: { members: [1, 0] } } },
  ],
  metrics: [
    { name: "advantage", config: { members: 2 } },
    { name: "population-risk" },
    { name: "variance" },
    { name: "w2" },
  ],
  lineages: 512,
  generations: 60,
  samples: 100,
};

/** A Gaussian, a mixture and a kernel density learn from one market, on which one of them blurs. */
export const mixedMarket: Experiment = {
  ...marketShares,
  name: "mixed-market",
  title: "Three kinds of models, one market",
  source: "this project; models on each other's outputs: Vu et al. 2025, arXiv:2505.21677",
  dataset: { name: "two-gaussians", config: { separation: 4 } },
  family: {
    name: "assorted",
    config: { first: "gaussian", second: "mixture", third: "kernel-density" },
  },
  interventions: [{ name: "exchange", config: { members: 3, topology: "market", rate: 0.5 } }],
  metrics: [
    { name: "pooled-variance", config: { members: 3 } },
    { name: "variance" },
    { name: "population-risk", config: { draws: 100 } },
    { name: "advantage", config: { members: 3, draws: 100 } },
  ],
  lineages: 48,
  generations: 30,
};

/**
 * Of every two models one writes the likeliest texts and the other draws them, and half of what each
 * reads is the other's. Alone the first one would be past all measure after a few generations.
 */
export const beamAmongSamplers: Experiment = {
  name: "beam-among-samplers",
  title: "A beam searcher and a sampler read each other",
  source: "this project; models on each other's outputs: Vu et al. 2025, arXiv:2505.21677",
  dataset: { name: "grammar", config: { length: 16 } },
  family: {
    name: "transformer",
    config: {
      width: 32,
      layers: 1,
      heads: 4,
      firstEpochs: 20,
      epochs: 5,
      batch: 16,
      learningRate: 4e-3,
      decoding: { members: ["beam", "sample"] },
      prompt: "original",
    },
  },
  interventions: [{ name: "exchange", config: { members: 2, rate: 0.5 } }],
  metrics: [
    { name: "distinct-2" },
    { name: "held-out-perplexity" },
    { name: "rare-word-survival" },
    { name: "grammatical-share" },
  ],
  lineages: 4,
  generations: 6,
  samples: 160,
  seed: 1,
};
