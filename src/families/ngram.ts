import type { Tensor } from "../compute/tensor.ts";
import { type ConfigOf, choice, integer, number } from "../config.ts";
import type { Context } from "../context.ts";
import { randomBits } from "../random/philox.ts";
import type { Segment } from "../samples.ts";
import { countTrie, mostNodes } from "../text/ngram/count-trie.ts";
import { NgramModel } from "../text/ngram/ngram-model.ts";
import { defineFamily } from "./family.ts";

/** All u32 [L, E]: the columns of `CountTrie`. Nodes beyond the last have it as their first child. */
type NgramParameters = {
  readonly tokens: Tensor<"u32">;
  readonly counts: Tensor<"u32">;
  readonly children: Tensor<"u32">;
};

const settings = {
  order: integer({
    default: 3,
    min: 1,
    max: 5,
    unit: "tokens",
    help: "A token depends on those before it, together so many; 1 knows frequencies alone.",
  }),
  smoothing: choice({
    default: "kneser-ney",
    options: ["kneser-ney", "add-k"],
    help: "What an n-gram that never occurred is worth: by Kneser-Ney what its shorter ends suggest; by add-k as much as k occurrences.",
  }),
  k: number({
    default: 0,
    min: 0,
    max: 100,
    unit: "occurrences",
    help: "For add-k: at 0 the model says only what it has read.",
  }),
  temperature: number({
    default: 1,
    min: 0.05,
    max: 20,
    help: "Tokens follow p^(1/T): below 1 the model prefers the frequent, above 1 the rare.",
  }),
  prompt: choice({
    default: "none",
    options: ["none", "original"],
    help: "What a text goes on from: nothing, or the original text of the same number.",
  }),
};
type Config = ConfigOf<typeof settings>;

/** Counts of what follows what: a language model that is fitted exactly, in one look. */
export const ngram = defineFamily({
  name: "ngram",
  title: "N-grams",
  summary: "How often every token follows the few before it, with smoothing for what never did.",
  source: "Chen & Goodman 1999, doi:10.1006/csla.1999.0128",
  accepts: "tokens",
  provides: ["surprise"],
  settings,
  kernels: [],

  async fit(
    { backend, scope, space, dry, lineages: L },
    pool,
    { order },
  ): Promise<NgramParameters> {
    const T = space.kind === "tokens" ? space.length : 0;
    const V = space.kind === "tokens" ? space.vocabulary : 0;
    const rows = pool.reduce((sum, segment) => sum + segment.rows, 0);
    const E = mostNodes(rows, T, order, V) + 1;
    const column = (name: string, data?: Uint32Array<ArrayBuffer>) =>
      scope.tensor(name, "u32", [L, E], data);
    if (dry) {
      return { tokens: column("tokens"), counts: column("counts"), children: column("children") };
    }
    const read = await backend.read(...pool.map(({ values }) => values as Tensor<"u32">));
    const [tokens, counts, children] = [0, 1, 2].map(() => new Uint32Array(L * E));
    for (let l = 0; l < L; l++) {
      const texts = new Uint32Array(rows * T);
      let at = 0;
      for (const [i, segment] of pool.entries()) {
        const begin = l * segment.values.shape[1] * T;
        texts.set(read[i].subarray(begin, begin + segment.rows * T), at);
        at += segment.rows * T;
      }
      const trie = countTrie(texts, T, order, V);
      tokens.set(trie.tokens, l * E);
      counts.set(trie.counts, l * E);
      children.fill(trie.tokens.length, l * E, (l + 1) * E);
      children.set(trie.children, l * E);
    }
    return {
      tokens: column("tokens", tokens),
      counts: column("counts", counts),
      children: column("children", children),
    };
  },

  async sample(context, parameters: NgramParameters, count, config, { original }) {
    const { backend, scope, space, keys, stream, generation, dry, lineages: L } = context;
    const T = space.kind === "tokens" ? space.length : 0;
    if (dry) return { values: scope.tensor("texts", "u32", [L, count, T]), frame: null };
    const models = await modelsOf(context, parameters, config);
    const prompts = config.prompt === "none" ? null : await promptsOf(context, original);
    const [keyWords] = await backend.read(keys);
    const texts = new Uint32Array(L * count * T);
    const words = new Uint32Array(4);
    for (const [l, model] of models.entries()) {
      const [seed, lineage] = keyWords.subarray(2 * l);
      for (let n = 0; n < count; n++) {
        let state = model.start;
        for (const token of prompts?.(l, n) ?? []) state = model.after(state, token);
        for (let step = 0; step < T; step++) {
          let drawn = 0;
          const uniform = () => {
            const half = 2 * (drawn & 1);
            const at = { seed, lineage, stream, generation, step, index: n, draw: drawn++ >> 1 };
            if (half === 0) randomBits(at, words);
            return ((words[half] >>> 5) * 2 ** 26 + (words[half + 1] >>> 6)) * 2 ** -53;
          };
          const token = model.draw(state, uniform);
          texts[(l * count + n) * T + step] = token;
          state = model.after(state, token);
        }
      }
    }
    return { values: scope.tensor("texts", "u32", [L, count, T], texts), frame: null };
  },

  forms: (_context, parameters: NgramParameters, config) => ({
    surprise: async (context, texts) => {
      const [R, N, T] = texts.shape;
      const { lineages: L, scope, dry } = context;
      if (dry) return scope.tensor("surprise", "f32", [L, N, T]);
      // The temperature belongs to the drawing, not to what was learned.
      const temperature = new Float64Array(L).fill(1);
      const models = await modelsOf(context, parameters, { ...config, temperature });
      const [tokens] = await context.backend.read(texts);
      const nats = new Float32Array(L * N * T);
      for (const [l, model] of models.entries()) {
        const row = tokens.subarray((R === 1 ? 0 : l) * N * T);
        for (let n = 0; n < N; n++) {
          let state = model.after(model.start, row[n * T]);
          for (let t = 1; t < T; t++) {
            const token = row[n * T + t];
            nats[(l * N + n) * T + t] = -Math.log(model.probability(state, token));
            state = model.after(state, token);
          }
        }
      }
      return scope.tensor("surprise", "f32", [L, N, T], nats);
    },
  }),
});

/** One model for each lineage. */
async function modelsOf(
  { backend, space }: Context,
  { tokens, counts, children }: NgramParameters,
  { order, smoothing, k, temperature }: Config,
): Promise<NgramModel[]> {
  const vocabulary = space.kind === "tokens" ? space.vocabulary : 0;
  const [L, E] = tokens.shape;
  const columns = await backend.read(tokens, counts, children);
  return Array.from({ length: L }, (_, l) => {
    const [own, ownCounts, ownChildren] = columns.map((all) => all.subarray(l * E, (l + 1) * E));
    const size = ownChildren[E - 1];
    const trie = {
      tokens: own.subarray(0, size),
      counts: ownCounts.subarray(0, size),
      children: ownChildren.subarray(0, size + 1),
    };
    const added = smoothing === "add-k" ? k[l] : null;
    return new NgramModel(trie, { order, vocabulary, added, temperature: temperature[l] });
  });
}

/** The original texts by lineage and number, from the first again where there are not enough. */
async function promptsOf({ backend }: Context, [{ values, rows }]: readonly Segment[]) {
  const [, N, T] = values.shape;
  const [tokens] = await backend.read(values);
  return (l: number, n: number) => {
    const begin = (l * N + (n % rows)) * T;
    return tokens.subarray(begin, begin + T);
  };
}
