import { type ScalarConfig, integer, number } from "../config.ts";
import type { Context } from "../context.ts";
import { type FactsOf, type Real, spaceOf } from "../distribution.ts";
import { chainKernels, chainLogProb, drawTexts, sumsOf } from "../kernels/markov/chain.ts";
import { markovSample } from "../kernels/markov/sample.ts";
import { Stream } from "../random/streams.ts";
import { spelled } from "../text/tokenizer.ts";
import { defineDataset } from "./dataset.ts";
import { followed, groupsSetting } from "./followed.ts";
import { randomChain, runningSums } from "./random-chain.ts";
import { heldOutOf } from "./real-tokens.ts";

type Facts = FactsOf<"tokens">;

/** The lineage that held-out texts are drawn as: no run has so many. */
const HELD_OUT_LINEAGE = 2 ** 32 - 1;

const settings = {
  tokens: integer({ default: 20, min: 2, max: 1024, help: "Size of the vocabulary." }),
  exponent: number({
    default: 1,
    min: 0,
    max: 3,
    help: "In the long run a token is rarer with its rank to the power of minus this.",
  }),
  stay: number({
    default: 0,
    min: 0,
    max: 0.999,
    help: "The chance that a token is said again at once, whatever else might follow.",
  }),
  successors: integer({
    default: 0,
    min: 0,
    max: 64,
    unit: "tokens",
    help: "So many others may follow a token, chosen at random, if the vocabulary has as many; 0 is all of them, by their frequencies.",
  }),
  pattern: integer({
    default: 1,
    min: 0,
    max: 2 ** 32 - 1,
    help: "Another number is another choice of who may follow whom.",
  }),
  length: integer({
    default: 32,
    min: 2,
    max: 2048,
    unit: "tokens",
    help: "Of every text, which begins anywhere in the endless one.",
  }),
  groups: groupsSetting,
  heldOut: integer({
    default: 200,
    min: 1,
    max: 10_000,
    unit: "texts",
    help: "So many texts that no model is trained on measure the models.",
  }),
};

export const markovSource = defineDataset({
  name: "markov-source",
  title: "Markov source",
  summary: "Texts in which every token depends on the one before it, by chances that are known.",
  source: "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
  kind: "tokens",
  settings,
  kernels: chainKernels,
  facts: chainFacts,
  open: openChain,
});

function chainFacts({
  length: T,
  heldOut: M,
  groups,
  ...config
}: ScalarConfig<typeof settings>): Facts {
  const chain = randomChain(config);
  const V = chain.starts.length;
  const heldOut = new Uint32Array(M * T);
  markovSample.reference(
    {
      keys: Uint32Array.of(0, HELD_OUT_LINEAGE),
      starts: runningSums(chain.starts, V),
      upTo: runningSums(chain.counts, V),
      texts: heldOut,
    },
    { stream: Stream.DATASET, generation: 0 },
    { L: 1, N: M, T, R: 1, V },
  );
  const names = Array.from({ length: V }, (_, v) => nameOf(v));
  const total = chain.starts.reduce((sum, count) => sum + count, 0);
  return {
    kind: "tokens",
    length: T,
    pieces: spelled(names),
    glue: " ",
    start: 0,
    frequencies: Float64Array.from(chain.starts, (count) => count / total),
    blocks: null,
    heldOut,
    grammar: null,
    chain,
    ...followed(groups, V, names),
  };
}

/** a, b, … z, ba, bb, … */
function nameOf(v: number): string {
  const letter = String.fromCharCode(97 + (v % 26));
  return v < 26 ? letter : nameOf(Math.floor(v / 26)) + letter;
}

/** Endless texts. `facts[l]` is what lineage l learns from, one chain where all share it. */
function openChain(context: Context, facts: readonly Facts[]): Real {
  const { scope } = context;
  const [first] = facts;
  const rows = facts.every((one) => one === first) ? [first] : facts;
  const R = rows.length;
  const V = first.pieces.length;
  const starts = new Uint32Array(R * V);
  const counts = new Uint32Array(R * V * V);
  for (const [r, { chain }] of rows.entries()) {
    starts.set(chain!.starts, r * V);
    counts.set(chain!.counts, r * V * V);
  }
  const sums = sumsOf(context, {
    starts: scope.tensor("real starts", "u32", [R, V], starts),
    counts: scope.tensor("real transitions", "u32", [R, V, V], counts),
  });
  return {
    space: spaceOf(first),
    facts: first,
    forms: {
      heldOut: heldOutOf(context, first),
      logProb: (asking, segment) => chainLogProb(asking, sums, segment),
    },
    draw: (drawing, rows) => ({
      values: drawTexts(drawing, sums, rows),
      rows,
      birth: 0,
      frame: null,
    }),
  };
}
