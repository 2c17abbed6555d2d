import type { Check } from "./check.ts";
import { compared } from "./compared.ts";
import { countsExperiment } from "./experiments.ts";

const M = 100;
const WRIGHT = "Wright 1931, doi:10.1093/genetics/16.2.97";

/** 1 − Σp² of Zipf's law over 50 categories, from its definition. */
const heterozygosity = (() => {
  const weights = Array.from({ length: 50 }, (_, k) => 1 / (k + 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  return 1 - weights.reduce((total, weight) => total + (weight / sum) ** 2, 0);
})();

const drifting = countsExperiment("drift", [{ name: "heterozygosity" }, { name: "entropy" }], {
  lineages: 600,
  generations: 60,
  samples: M,
  seed: 15,
});

const measured = [{ name: "heterozygosity" }, { name: "survivors" }] as const;
const refreshed = countsExperiment("drift-with-fresh-data", measured, {
  interventions: [{ name: "fresh-data", config: { fraction: 0.05 } }],
  lineages: 500,
  generations: 120,
  samples: M,
  seed: 20,
});

const heterozygosityDecays: Check = {
  name: "heterozygosity-decays",
  row: 15,
  title: "Zipf K = 50, M = 100, n = 60: E[1 − Σp²] = H₀(1 − 1/M)ⁿ",
  source: WRIGHT,
  run: (lab) => compared(lab, drifting, "heterozygosity"),
};

const entropyDecays: Check = {
  name: "entropy-decays",
  row: null,
  title: "The same: E[−Σ p ln p] by the Markov chain of each count",
  source: WRIGHT,
  run: (lab) => compared(lab, drifting, "entropy"),
};

const freshDataHoldDiversity: Check = {
  name: "fresh-data-hold-diversity",
  row: 20,
  title: "A share γ = 0.05 of M = 100 is fresh: E[1 − Σp²] → H₀[1 − 1/(Mγ(2 − γ) + 1 − γ)]",
  source: "this project",
  run: async (lab) => {
    const a = (1 - 1 / M) * 0.05 * 1.95;
    const mixture = (heterozygosity * a) / (1 - (1 - 1 / M) * 0.95 ** 2);
    return {
      ...(await compared(lab, refreshed, "heterozygosity")),
      detail: `an exact share; with each sample drawn from the mixture it is ${mixture.toFixed(4)}`,
    };
  },
};

const freshDataHoldTheRare: Check = {
  name: "fresh-data-hold-the-rare",
  row: null,
  title: "The same, n = 120: E[survivors] by the Markov chain of each count",
  source: "this project, after Wright 1931, doi:10.1093/genetics/16.2.97",
  run: (lab) => compared(lab, refreshed, "survivors"),
};

export const driftChecks: readonly Check[] = [
  heterozygosityDecays,
  entropyDecays,
  freshDataHoldDiversity,
  freshDataHoldTheRare,
];
