import { c4 } from "../theory/chi-square.ts";
import type { Check } from "./check.ts";
import { compared } from "./compared.ts";
import { meanOf } from "./estimates.ts";
import { gaussianExperiment } from "./experiments.ts";

const biased = gaussianExperiment("biased", {
  family: { name: "gaussian", config: { divisor: "N-1", samplingBias: 0.9 } },
  lineages: 4000,
  generations: 21,
  samples: 100,
  seed: 7,
});

const truncated = gaussianExperiment("truncated", {
  family: { name: "gaussian", config: { divisor: "N-1", truncation: 2 } },
  lineages: 1000,
  generations: 11,
  samples: 100,
  seed: 8,
});

const full = gaussianExperiment("full-covariance", {
  dataset: { name: "standard-normal", config: { dimensions: 3 } },
  family: { name: "gaussian", config: { divisor: "N-1", covariance: "full" } },
  lineages: 1600,
  generations: 10,
  samples: 20,
  seed: 13,
});

const biasCompounds: Check = {
  name: "bias-compounds",
  row: 7,
  title: "Sampling bias λ = 0.9, divisor N − 1, record 20: E[σ²] = λ²⁰",
  source: "Alemohammad et al. 2024, arXiv:2307.01850",
  run: (lab) => compared(lab, biased, "variance"),
};

const truncationCompounds: Check = {
  name: "truncation-compounds",
  row: 8,
  title: "|z| < 2, divisor N − 1, record 10: E[σ²] = (1 − 2kφ(k)/(2Φ(k) − 1))¹⁰",
  source: "Johnson, Kotz & Balakrishnan 1994, chapter 13.10",
  run: (lab) => compared(lab, truncated, "variance"),
};

const determinantCollapses: Check = {
  name: "determinant-collapses",
  row: null,
  title: "Full covariance, D = 3, M = 20, n = 10: E[ln det Σ]/D by Wishart's distribution",
  source: "Anderson 2003, section 7.5",
  run: (lab) => compared(lab, full, "log-variance"),
};

function firstDeviation(M: number): Check {
  const experiment = gaussianExperiment(`first-deviation-${M}`, {
    lineages: 10_000,
    generations: 1,
    samples: M,
    seed: 35,
  });
  return {
    name: `first-deviation-${M}`,
    row: 35,
    title: `Divisor N, M = ${M}, one fit: E[σ] = c₄(M) √((M − 1)/M)`,
    source: "Shumailov et al. 2024, code of the Gaussian experiment",
    run: async (lab) => ({
      predicted: c4(M) * Math.sqrt((M - 1) / M),
      ...meanOf(Float64Array.from(await lab.values(experiment, "variance"), Math.sqrt)),
    }),
  };
}

export const samplingChecks: readonly Check[] = [
  biasCompounds,
  truncationCompounds,
  determinantCollapses,
  firstDeviation(10),
  firstDeviation(100),
];
