import type { Experiment } from "../experiments/experiment.ts";
import { english } from "../text/grammar/english.ts";
import { type Check, STANDARD_ERRORS } from "./check.ts";
import { meanOf } from "./estimates.ts";
import type { Lab } from "./lab.ts";

type Sizes = Pick<Experiment, "lineages" | "samples" | "seed">;
type Config = Readonly<Record<string, number | string>>;

/** One generation of a small transformer on texts of the built-in grammar. */
function languageExperiment(
  name: string,
  length: number,
  config: Config,
  sizes: Sizes & Pick<Experiment, "metrics">,
): Experiment {
  return {
    name,
    dataset: { name: "grammar", config: { length, heldOut: 200 } },
    family: {
      name: "transformer",
      config: { layers: 1, heads: 2, decoding: "sample", prompt: "none", ...config },
    },
    interventions: [],
    generations: 1,
    ...sizes,
  };
}

/** Deviation of a weight before training. */
const DEVIATION = 0.02;
const WIDTH = 32;
const VOCABULARY = english({ dialectShare: 0.1, exponent: 1 }).words.length;

const untrained = languageExperiment(
  "initial-loss",
  16,
  { width: WIDTH, epochs: 1, batch: 8, learningRate: 0 },
  { metrics: [{ name: "held-out-loss" }], lineages: 16, samples: 8, seed: 40 },
);

const memorized = languageExperiment(
  "overfitted-batch",
  24,
  { width: 32, heads: 4, epochs: 400, batch: 4, learningRate: 0.01, weightDecay: 0 },
  { metrics: [{ name: "distinct-1" }], lineages: 1, samples: 4, seed: 43 },
);

const learned = languageExperiment(
  "entropy-floor",
  32,
  { width: 32, epochs: 6, batch: 16, learningRate: 0.01, schedule: "cosine" },
  {
    metrics: [
      { name: "held-out-loss", config: { texts: 200 } },
      { name: "excess-loss", config: { texts: 200 } },
    ],
    lineages: 1,
    samples: 1600,
    seed: 1,
  },
);

/** Of the last step of all. */
async function lastLoss(lab: Lab, experiment: Experiment): Promise<number> {
  const [{ traces }] = await lab.records(experiment);
  return traces?.["loss"]?.at(-1)?.[1] ?? NaN;
}

const beginsIgnorant: Check = {
  name: "initial-loss",
  row: null,
  title: `An untrained transformer, ${VOCABULARY} tokens, width ${WIDTH}: held-out loss = ln V`,
  source: "Zhang et al. 2022, arXiv:2205.01068, for the deviation 0.02 of the weights",
  run: async (lab) => {
    const found = meanOf(await lab.values(untrained, "held-out-loss"));
    // Logits have the variance D σ², half of which the logarithm of their mean exponential is above
    // 0; that of the token before is at most D σ, by the Cauchy-Schwarz inequality, in a tied head.
    const spread = (WIDTH * DEVIATION ** 2) / 2;
    const own = Math.expm1(WIDTH * DEVIATION) / VOCABULARY;
    return {
      predicted: Math.log(VOCABULARY),
      ...found,
      tolerance: spread + own + STANDARD_ERRORS * found.standardError,
    };
  },
};

const learnsByHeart: Check = {
  name: "overfitted-batch",
  row: null,
  title: "A transformer sees the same four texts in 400 steps: loss below 0.01",
  source: "this project",
  run: async (lab) => ({
    predicted: 0,
    measured: await lastLoss(lab, memorized),
    standardError: 0,
    lineages: 1,
    tolerance: 0.01,
  }),
};

const reachesTheFloor: Check = {
  name: "entropy-floor",
  row: null,
  title: "A transformer on 1600 texts of the grammar: loss above its entropy by 0 to 5 %",
  source: "this project",
  run: async (lab) => {
    const [loss] = Array.from(await lab.values(learned, "held-out-loss"));
    const [excess] = Array.from(await lab.values(learned, "excess-loss"));
    const floor = loss - excess;
    return {
      predicted: 1.025,
      measured: loss / floor,
      standardError: 0,
      lineages: 1,
      tolerance: 0.025,
      detail: `${loss.toFixed(4)} nats a token, of which the source makes ${floor.toFixed(4)}`,
    };
  },
};

export const transformerChecks: readonly Check[] = [beginsIgnorant, learnsByHeart, reachesTheFloor];
