import { type ConfigOf, choice, integer, number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { forbidUnknown } from "../decoding/settings.ts";
import { logProbFrom } from "../kernels/text/log-prob.ts";
import { randomBits } from "../random/philox.ts";
import type { Segment } from "../samples.ts";
import { defineFamily } from "./family.ts";
import { type NgramParameters, ngramModels, poolNgrams } from "./ngram-counts.ts";

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
    varies: true,
    help: "Tokens follow p^(1/T): below 1 the model prefers the frequent, above 1 the rare.",
  }),
  forbidUnknown,
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
  provides: ["surprise", "logProb"],
  settings,
  kernels: [],

  fit: (context, pool, { order }, { previous }) =>
    poolNgrams(context, pool, order, previous as NgramParameters | null),

  async sample(context, parameters: NgramParameters, count, config, { original }) {
    const { backend, scope, space, keys, stream, generation, dry, lineages: L } = context;
    const T = space.kind === "tokens" ? space.length : 0;
    if (dry) return { values: scope.tensor("texts", "u32", [L, count, T]), frame: null };
    const models = await ngramModels(context, parameters, optionsIn(context, config));
    const prompts = config.prompt === "none" ? null : await promptsOf(context, original);
    const [keyWords] = await backend.read(keys);
    const texts = new Uint32Array(L * count * T);
    const unknown = space.kind === "tokens" ? (space.unknown ?? null) : null;
    const forbidden = config.forbidUnknown ? unknown : null;
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
          const token = model.drawOther(state, forbidden, uniform);
          texts[(l * count + n) * T + step] = token;
          state = model.after(state, token);
        }
      }
    }
    return { values: scope.tensor("texts", "u32", [L, count, T], texts), frame: null };
  },

  forms(_context, parameters: NgramParameters, config) {
    const surprise = (context: Context, texts: Tensor<"u32">) =>
      surpriseOf(context, parameters, config, texts);
    return { surprise, logProb: logProbFrom(surprise) };
  },
});

/** See `ClosedForms.surprise`. */
async function surpriseOf(
  context: Context,
  parameters: NgramParameters,
  config: Config,
  texts: Tensor<"u32">,
): Promise<Tensor<"f32">> {
  const [R, N, T] = texts.shape;
  const { lineages: L, scope, dry } = context;
  if (dry) return scope.tensor("surprise", "f32", [L, N, T]);
  // The temperature belongs to the drawing, not to what was learned.
  const temperature = new Float64Array(L).fill(1);
  const options = optionsIn(context, { ...config, temperature });
  const models = await ngramModels(context, parameters, options);
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
}

/** Of each lineage. */
function optionsIn({ space }: Context, { order, smoothing, k, temperature }: Config) {
  const vocabulary = space.kind === "tokens" ? space.vocabulary : 0;
  return (l: number) => ({
    order,
    vocabulary,
    added: smoothing === "add-k" ? k[l] : null,
    temperature: temperature[l],
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
