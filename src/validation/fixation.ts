import type { Experiment } from "../experiments/experiment.ts";
import type { GenerationRecord } from "../record.ts";
import { fixationTime, fixationTimeByDiffusion } from "../theory/fixation.ts";
import type { Check } from "./check.ts";
import { meanOf } from "./estimates.ts";
import { countsExperiment } from "./experiments.ts";
import type { Lab } from "./lab.ts";

const WRIGHT = "Wright 1931, doi:10.1093/genetics/16.2.97";
/** No lineage of these takes as long. */
const LONGEST = 20_000;

/** Two categories with 0.7 and 0.3: Zipf's law with the exponent that makes them so. */
const pair = countsExperiment("fixation", [{ name: "survivors" }, { name: "lost-mass" }], {
  dataset: { name: "zipf", config: { categories: 2, exponent: Math.log2(7 / 3) } },
  lineages: 8000,
  generations: LONGEST,
  samples: 30,
  seed: 16,
});

const ten = countsExperiment("collapse-time", [{ name: "heterozygosity" }], {
  dataset: { name: "uniform-categories", config: { categories: 10 } },
  lineages: 2100,
  generations: LONGEST,
  samples: 100,
  seed: 17,
});

/** The records until every lineage has `metric` at `value`, where it then stays. */
function recordsUntil(lab: Lab, experiment: Experiment, metric: string, value: number) {
  const isLast = ({ metrics }: GenerationRecord) => {
    const values = metrics[metric];
    for (let l = 0; l < values.length; l++) if (values[l] !== value) return false;
    return true;
  };
  return lab.records(experiment, isLast);
}

/** How many fits each lineage took until `metric` was `value`; NaN if it never was. */
async function fitsUntil(lab: Lab, experiment: Experiment, metric: string, value: number) {
  const times = new Float64Array(experiment.lineages).fill(NaN);
  for (const { generation, metrics } of await recordsUntil(lab, experiment, metric, value)) {
    const values = metrics[metric];
    for (let l = 0; l < times.length; l++) {
      if (Number.isNaN(times[l]) && values[l] === value) times[l] = generation + 1;
    }
  }
  return times;
}

const fixationIsFair: Check = {
  name: "fixation-is-fair",
  row: 16,
  title: "Two categories, M = 30, p₀ = 0.3: P(it is the one that stays) = p₀",
  source: WRIGHT,
  run: async (lab) => {
    const last = (await recordsUntil(lab, pair, "survivors", 1)).at(-1)!;
    // The rarer one is alone where the other one's 0.7 is lost.
    const rarer = Float64Array.from(last.metrics["lost-mass"], (mass) => (mass > 0.5 ? 1 : 0));
    return { predicted: 0.3, ...meanOf(rarer) };
  },
};

const fixationTakesTime: Check = {
  name: "fixation-takes-time",
  row: 16,
  title: "The same: E[fits until one is left], from the Markov chain",
  source: WRIGHT,
  run: async (lab) => ({
    predicted: fixationTime(0.3, 30),
    ...meanOf(await fitsUntil(lab, pair, "survivors", 1)),
  }),
};

const collapseTakesTime: Check = {
  name: "collapse-takes-time",
  row: 17,
  title: "Ten equal categories, M = 100: E[fits until one is left] ≈ −2MΣ(1 − p)ln(1 − p), ± 5 %",
  source: "Ewens 2004, Mathematical Population Genetics, diffusion limit",
  run: async (lab) => {
    const predicted = fixationTimeByDiffusion(new Float64Array(10).fill(0.1), 100);
    return {
      predicted,
      ...meanOf(await fitsUntil(lab, ten, "heterozygosity", 0)),
      tolerance: 0.05 * predicted,
    };
  },
};

export const fixationChecks: readonly Check[] = [
  fixationIsFair,
  fixationTakesTime,
  collapseTakesTime,
];
