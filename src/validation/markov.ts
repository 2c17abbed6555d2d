import type { Experiment } from "../experiments/experiment.ts";
import { resolveExperiment } from "../experiments/resolve.ts";
import { theoryFor } from "../theory/index.ts";
import { lostAtFirst } from "../theory/markov.ts";
import { type Check, STANDARD_ERRORS } from "./check.ts";
import { meanOf } from "./estimates.ts";

const chain: Experiment = {
  name: "chain",
  dataset: {
    name: "markov-source",
    config: { tokens: 12, exponent: 1, stay: 0.3, successors: 4, length: 9, heldOut: 1 },
  },
  family: { name: "markov-chain" },
  interventions: [],
  metrics: [{ name: "transitions-lost" }],
  lineages: 4000,
  generations: 1,
  samples: 20,
  seed: 61,
};

const pairsAreMissed: Check = {
  name: "pairs-are-missed",
  row: null,
  title: "20 texts of a Markov chain: share of its pairs in none = Σ π P (πᵀ Q^(T − 1) 1)^N",
  source: "this project",
  run: async (lab) => {
    const { facts } = await resolveExperiment(chain, noFile);
    const predicted = facts.kind === "tokens" ? lostAtFirst(facts, chain.samples) : null;
    const [{ metrics }] = await lab.records(chain);
    return { predicted: predicted ?? NaN, ...meanOf(metrics["transitions-lost"]) };
  },
};

const heated: Experiment = {
  ...chain,
  name: "heated-chain",
  dataset: {
    name: "markov-source",
    config: { tokens: 4, exponent: 1, stay: 0.3, length: 12, heldOut: 1 },
  },
  family: { name: "markov-chain", config: { temperature: 1.25 } },
  metrics: [{ name: "entropy-rate" }],
  lineages: 24,
  generations: 3,
  samples: 1000,
};
/** Twelve free chances from 11,000 pairs make an entropy too small by half of that, every time. */
const HEATED_BIAS = (3 * 12) / (2 * 11_000);

const chainsAreHeated: Check = {
  name: "chains-are-heated",
  row: null,
  title: "A Markov chain at T = 1.25, many texts: entropy rate of P ∝ P₀^(T⁻ⁿ) in every row, n = 2",
  source: "this project, after Marchi et al. 2024, arXiv:2404.02325",
  run: async (lab) => {
    const curves = theoryFor(await resolveExperiment(heated, noFile));
    const predicted = curves.find(({ metric }) => metric === "entropy-rate")?.values.at(-1);
    const { metrics } = (await lab.records(heated)).at(-1)!;
    const found = meanOf(metrics["entropy-rate"]);
    const tolerance = STANDARD_ERRORS * found.standardError + HEATED_BIAS;
    return { predicted: predicted ?? NaN, ...found, tolerance };
  },
};

function noFile(name: string): Promise<never> {
  return Promise.reject(new Error(`there is no ${name}`));
}

export const markovChecks: readonly Check[] = [pairsAreMissed, chainsAreHeated];
