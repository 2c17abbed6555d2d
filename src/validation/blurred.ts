import type { Experiment } from "../experiments/experiment.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";

const mixtures: Experiment = {
  name: "mixtures",
  dataset: { name: "two-gaussians", config: { leftCorrelation: 0.8, rightDeviation: 0.5 } },
  // Maximisation keeps second moments from the first step on.
  family: { name: "mixture", config: { start: "random", maxIterations: 2 } },
  interventions: [],
  metrics: [{ name: "variance" }],
  lineages: 4000,
  generations: 5,
  samples: 10,
  seed: 51,
};

const densities: Experiment = {
  name: "kernel-densities",
  dataset: { name: "standard-normal" },
  family: { name: "kernel-density", config: { bandwidth: "silverman" } },
  interventions: [],
  metrics: [{ name: "variance" }],
  lineages: 4000,
  generations: 4,
  samples: 10,
  seed: 52,
};

const mixtureShrinks: Check = {
  name: "mixture-shrinks",
  row: null,
  title: "Two components, M = 10, n = 5: E[tr Σ] = tr Σ₀ (1 − 1/M)ⁿ wherever they are",
  source: "this project: maximisation keeps the second moments of the pool",
  run: (lab) => compared(lab, mixtures, "variance"),
};

const densityGrows: Check = {
  name: "kernel-density-grows",
  row: null,
  title: "Silverman's bandwidth, M = 10, n = 4: E[σ²] = ((1 + h²)(1 − 1/M))ⁿ",
  source: "this project, for the bandwidth of Silverman 1986, doi:10.1007/978-1-4899-3324-9",
  run: (lab) => compared(lab, densities, "variance"),
};

export const blurredChecks: readonly Check[] = [mixtureShrinks, densityGrows];
