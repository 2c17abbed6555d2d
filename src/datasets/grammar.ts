import { type ScalarConfig, integer, number } from "../config.ts";
import { type FactsOf, type Real, spaceOf } from "../distribution.ts";
import type { Tensor } from "../compute/tensor.ts";
import { type Context } from "../context.ts";
import { grammarSample } from "../kernels/grammar/sample.ts";
import { LOG_ZERO } from "../kernels/logarithm.ts";
import { Stream } from "../random/streams.ts";
import type { Segment } from "../samples.ts";
import { analyzeGrammar } from "../text/grammar/analysis.ts";
import { languages } from "../text/grammar/dialect.ts";
import { english } from "../text/grammar/english.ts";
import { grammarTables } from "../text/grammar/tables.ts";
import { WindowReader } from "../text/grammar/windows.ts";
import { spelled } from "../text/tokenizer.ts";
import { defineDataset } from "./dataset.ts";
import { heldOutOf } from "./real-tokens.ts";

type Facts = FactsOf<"tokens">;

/** The lineage that held-out texts are drawn as: no run has so many. */
const HELD_OUT_LINEAGE = 2 ** 32 - 1;

const settings = {
  dialectShare: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: "of the sentences",
    help: "How much is said in the dialect of a minority, with words and an order of its own.",
  }),
  exponent: number({
    default: 1,
    min: 0,
    max: 3,
    help: "Words of a kind are rarer with rank to the power of minus this; 0 makes them equally frequent.",
  }),
  length: integer({
    default: 64,
    min: 2,
    max: 2048,
    unit: "tokens",
    help: "The length of a block, and of every text that a model writes.",
  }),
  heldOut: integer({
    default: 200,
    min: 1,
    max: 10_000,
    unit: "texts",
    help: "So many texts that no model is trained on measure the models.",
  }),
};

export const grammar = defineDataset({
  name: "grammar",
  title: "A small English",
  summary:
    "Sentences of a grammar whose every probability is known: agreement, rare words, rare constructions, and the dialect of a minority.",
  source: "this project",
  kind: "tokens",
  settings,
  kernels: [grammarSample],
  facts: grammarFacts,
  open: openGrammar,
});

function grammarFacts(config: ScalarConfig<typeof settings>): Facts {
  const { length: T, heldOut: M } = config;
  const { grammar, words } = english(config);
  const { tokens, length } = analyzeGrammar(grammar, words.length);
  // The token with number 0 ends every sentence.
  const frequencies = tokens.map((count, token) => (token === 0 ? 1 : count) / length);
  const { longest, ...tables } = grammarTables(grammar);
  const heldOut = new Uint32Array(M * T);
  const [S, G, P] = [tables.symbols.length / 2, tables.rules.length / 2, tables.parts.length];
  grammarSample.reference(
    { ...tables, keys: Uint32Array.of(0, HELD_OUT_LINEAGE), texts: heldOut },
    { start: grammar.start, longest, stream: Stream.DATASET, generation: 0 },
    { L: 1, N: M, T, R: 1, S, G, P },
  );
  return {
    kind: "tokens",
    length: T,
    pieces: spelled(words),
    glue: " ",
    start: 0,
    frequencies,
    blocks: null,
    heldOut,
    grammar,
    groups: languages(grammar, words.length),
  };
}

/** Endless texts. `facts[l]` is what lineage l learns from; all have the same rules and words. */
function openGrammar(context: Context, facts: readonly Facts[]): Real {
  const { scope, lineages: L } = context;
  const [first] = facts;
  const rows = (facts.every((one) => one === first) ? [first] : facts).map(({ grammar }) =>
    grammarTables(grammar!),
  );
  const [R, G] = [rows.length, rows[0].thresholds.length];
  const all = new Uint32Array(R * G);
  for (const [r, { thresholds }] of rows.entries()) all.set(thresholds, r * G);
  const [{ symbols, rules, parts, longest }] = rows;
  const tables = {
    symbols: scope.tensor("grammar symbols", "u32", [symbols.length / 2, 2], symbols),
    rules: scope.tensor("grammar rules", "u32", [G, 2], rules),
    parts: scope.tensor("grammar parts", "u32", [parts.length], parts),
    thresholds: scope.tensor("grammar thresholds", "u32", [R, G], all),
  };
  return {
    space: spaceOf(first),
    facts: first,
    forms: {
      heldOut: heldOutOf(context, first),
      logProb: (asking, segment) => grammarLogProb(asking, segment, facts),
    },
    draw({ backend, scope, keys, stream, generation }, rows) {
      const texts = scope.tensor("real texts", "u32", [L, rows, first.length]);
      const scalars = { start: first.grammar!.start, longest, stream, generation };
      backend.dispatch(grammarSample, { ...tables, keys, texts }, scalars);
      return { values: texts, rows, birth: 0, frame: null };
    },
  };
}

/** Exact, of windows that begin anywhere in the endless text; on the host, by reading every text. */
async function grammarLogProb(
  { backend, scope, dry, lineages: L }: Context,
  { values, rows }: Segment,
  facts: readonly Facts[],
): Promise<Tensor<"f32">> {
  const [, N, T] = values.shape;
  if (dry) return scope.tensor("log-probability", "f32", [L, N]);
  const [texts] = await backend.read(values as Tensor<"u32">);
  const nats = new Float32Array(L * N);
  for (const [l, one] of facts.entries()) {
    const reader = readers.get(one) ?? new WindowReader(one.grammar!, one.pieces.length, one.start);
    readers.set(one, reader);
    for (let i = l * N; i < l * N + rows; i++) {
      nats[i] = Math.max(LOG_ZERO, reader.logProbability(texts.subarray(i * T, (i + 1) * T)));
    }
  }
  return scope.tensor("log-probability", "f32", [L, N], nats);
}

const readers = new WeakMap<Facts, WindowReader>();
