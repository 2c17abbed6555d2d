import type { Experiment } from "../experiments/experiment.ts";
import { resolveExperiment } from "../experiments/resolve.ts";
import { lostAtFirst } from "../theory/markov.ts";
import type { Check } from "./check.ts";
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

function noFile(name: string): Promise<never> {
  return Promise.reject(new Error(`there is no ${name}`));
}

export const markovChecks: readonly Check[] = [pairsAreMissed];
