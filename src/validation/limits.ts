import { biasedLimit } from "../theory/limits.ts";
import type { Check, Finding } from "./check.ts";
import { countsExperiment, gaussianExperiment } from "./experiments.ts";

/** Without statistical error, and so without a standard error. */
const unending = gaussianExperiment("fresh-limit-of-bias", {
  family: { name: "gaussian", config: { samplingBias: 0.7, statistics: "exact" } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }],
  lineages: 1,
  generations: 40,
  samples: 10,
  seed: 64,
});

const cooled = countsExperiment("heat-death-held-off", [{ name: "entropy" }], {
  family: { name: "categorical", config: { temperature: 0.9, statistics: "exact" } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.3 } }],
  lineages: 1,
  generations: 40,
  samples: 10,
  seed: 65,
});

/** What floats round in forty generations, relative. */
const ROUNDING = 1e-5;

function certain(predicted: number, values: ArrayLike<number>): Finding {
  const rest = { standardError: 0, lineages: 0, tolerance: ROUNDING * predicted };
  return { predicted, measured: values[0], ...rest };
}

export const limitChecks: readonly Check[] = [
  {
    name: "fresh-limit-of-bias",
    row: null,
    title: "A fifth is fresh, sampling bias λ = 0.7, no statistical error: σ² → γ/(1 − (1 − γ)λ)",
    source: "Alemohammad et al. 2024, arXiv:2307.01850",
    run: async (lab) => certain(biasedLimit(0.2, 0.7), await lab.values(unending, "variance")),
  },
  {
    name: "heat-death-held-off",
    row: null,
    title:
      "Temperature 0.9 without statistical error, 30 % fresh, n = 40: −Σ p ln p by its recursion",
    source: "this project, after Marchi et al. 2024, arXiv:2404.02325",
    run: async (lab) =>
      certain(await lab.predicted(cooled, "entropy"), await lab.values(cooled, "entropy")),
  },
];
