import { divergenceOfOneFit } from "../theory/entropy.ts";
import { lostMassByBranching, survivorsByBranching } from "../theory/survival.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import { countsExperiment } from "./experiments.ts";

const WORDS = 2000;

function zipf(categories: number): Float64Array {
  const weights = Float64Array.from({ length: categories }, (_, k) => 1 / (k + 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

const vocabulary = countsExperiment("survivors", [{ name: "survivors" }, { name: "lost-mass" }], {
  dataset: { name: "zipf", config: { categories: WORDS } },
  lineages: 100,
  generations: 20,
  samples: WORDS,
  seed: 18,
});

const once = countsExperiment("divergence", [{ name: "kl" }], {
  lineages: 500,
  generations: 1,
  samples: 5000,
  seed: 21,
});

function survivorsAfter(fits: number): Check {
  return {
    name: `survivors-${fits}`,
    row: 18,
    title: `Zipf K = M = 2000, n = ${fits}: E[survivors] = Σ[1 − e^(−Mp(1 − s))], s ← e^(s − 1)`,
    source: "Watson & Galton 1875, doi:10.2307/2841222",
    run: async (lab) => ({
      predicted: survivorsByBranching(zipf(WORDS), WORDS, fits)[fits - 1],
      ...meanOf(await lab.values(vocabulary, "survivors", fits - 1)),
    }),
  };
}

const tailIsLost: Check = {
  name: "tail-is-lost",
  row: null,
  title: "The same, n = 20: E[lost mass] = Σ p e^(−Mp(1 − s))",
  source: "Watson & Galton 1875, doi:10.2307/2841222",
  run: async (lab) => ({
    predicted: lostMassByBranching(zipf(WORDS), WORDS, 20)[19],
    ...meanOf(await lab.values(vocabulary, "lost-mass")),
  }),
};

const firstDivergence: Check = {
  name: "first-divergence",
  row: 21,
  title: "Zipf K = 50, M = 5000, one fit: E[KL] = (K − 1)/2M + (Σ 1/p − 1)/12M²",
  source: "Harris 1975, The statistical estimation of entropy in the non-parametric case",
  run: async (lab) => ({
    predicted: divergenceOfOneFit(zipf(50), 5000),
    ...meanOf(await lab.values(once, "kl")),
  }),
};

export const survivalChecks: readonly Check[] = [
  survivorsAfter(2),
  survivorsAfter(5),
  survivorsAfter(20),
  tailIsLost,
  firstDivergence,
];
