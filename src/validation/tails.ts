import { forgettingTime, tailGrowth } from "../theory/limits.ts";
import { survivorsByBranching } from "../theory/survival.ts";
import type { Check } from "./check.ts";
import { type Estimate, meanOf, ratioOf } from "./estimates.ts";
import { countsExperiment } from "./experiments.ts";

const DOHMATOB = "Dohmatob et al. 2024, arXiv:2402.07043; Hutter 2021, arXiv:2102.04074";

/** Few enough samples that the tail ends far beyond what they reach. */
function tail(samples: number, lineages: number, generations: number, seed: number) {
  return countsExperiment(`tail-${samples}`, [{ name: "lost-mass" }], {
    dataset: { name: "zipf", config: { categories: 20_000, exponent: 2 } },
    lineages,
    generations,
    samples,
    seed,
  });
}

const [few, many] = [tail(256, 100, 1, 52), tail(4096, 100, 2, 53)];

/** ln of a ratio of two means that have nothing in common, over ln of another. */
function slopeOf(first: Estimate, second: Estimate, growth: number): Estimate {
  const relative = (one: Estimate) => one.standardError / one.measured;
  return {
    measured: Math.log(second.measured / first.measured) / Math.log(growth),
    standardError: Math.hypot(relative(first), relative(second)) / Math.log(growth),
    lineages: first.lineages,
  };
}

const tailScales: Check = {
  name: "tail-scales",
  row: 24,
  title: "p ∝ i⁻², from 256 samples to 4096: what one fit misses falls as T^−½",
  source: DOHMATOB,
  run: async (lab) => ({
    predicted: -0.5,
    ...slopeOf(
      meanOf(await lab.values(few, "lost-mass")),
      meanOf(await lab.values(many, "lost-mass", 0)),
      16,
    ),
  }),
};

const tailGrows: Check = {
  name: "tail-is-cut-again",
  row: 24,
  title: "The same, 4096 samples: the second fit misses (1 − 1/e)^−½ times as much",
  source: DOHMATOB,
  run: async (lab) => ({
    predicted: tailGrowth(2, 2),
    ...ratioOf(await lab.values(many, "lost-mass", 1), await lab.values(many, "lost-mass", 0)),
  }),
};

const COUNT = 5;
const WORDS = 400;
const halfLife = forgettingTime(COUNT);

const equal = countsExperiment("forgetting", [{ name: "survivors" }], {
  dataset: { name: "uniform-categories", config: { categories: WORDS } },
  lineages: 60,
  generations: halfLife,
  samples: COUNT * WORDS,
  seed: 54,
});

const forgetting: Check = {
  name: "forgetting-takes-time",
  row: null,
  title: `${WORDS} words with ${COUNT} samples each, n = ${halfLife} ≈ 2c/ln 2: half of them are left`,
  source: "Suresh et al. 2024, arXiv:2412.17646; Watson & Galton 1875, doi:10.2307/2841222",
  run: async (lab) => {
    const p = new Float64Array(WORDS).fill(1 / WORDS);
    return {
      predicted: survivorsByBranching(p, COUNT * WORDS, halfLife)[halfLife - 1],
      ...meanOf(await lab.values(equal, "survivors")),
    };
  },
};

export const tailChecks: readonly Check[] = [tailScales, tailGrows, forgetting];
