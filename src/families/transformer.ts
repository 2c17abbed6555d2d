import { integer, number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { decodeParts, decodingKernels } from "../decoding/decode.ts";
import { modelOf } from "../decoding/part.ts";
import { decodingSettings, strategiesFrom } from "../decoding/settings.ts";
import { logProbFrom } from "../kernels/text/log-prob.ts";
import type { Parameters } from "../samples.ts";
import { beginningOf, refusedParts, trainingOf, trainingSettings } from "../training/settings.ts";
import { train, trainingKernels, weightsAsParameters } from "../training/trainer.ts";
import { transformerKernels, transformerLoss } from "../transformer/forward.ts";
import type { TransformerShape } from "../transformer/shape.ts";
import { transformerStepKernels } from "../transformer/step.ts";
import { transformerSurprise, transformerSurpriseKernels } from "../transformer/surprise.ts";
import { transformerLayout, transformerWeights } from "../transformer/weights.ts";
import { type Progress, defineFamily } from "./family.ts";
import { sampler, stepsBy } from "./sampler.ts";

/** A language model with the blocks of OPT: the paper's own, at any size. */
export const transformer = defineFamily({
  name: "transformer",
  title: "Transformer",
  summary: "A language model with the blocks of OPT, trained on the pool by AdamW.",
  source: "Zhang et al. 2022, arXiv:2205.01068",
  accepts: "tokens",
  provides: ["surprise", "logProb"],
  settings: {
    width: integer({ default: 64, min: 1, max: 16_384, help: "Numbers that stand for a token." }),
    layers: integer({ default: 2, min: 1, max: 128, help: "Blocks, one after the other." }),
    heads: integer({
      default: 4,
      min: 1,
      max: 256,
      help: "Places that a block looks at together; they share the width evenly.",
    }),
    innerFactor: integer({
      default: 4,
      min: 1,
      max: 16,
      unit: "widths",
      help: "How wide the feed-forward part of a block is.",
    }),
    dropout: number({
      default: 0,
      min: 0,
      max: 0.9,
      help: "The share of each block's output that is left out at random while training.",
    }),
    ...trainingSettings,
    ...decodingSettings,
    sampler,
  },
  kernels: [
    ...trainingKernels,
    ...transformerKernels,
    ...transformerSurpriseKernels,
    ...transformerStepKernels,
    ...decodingKernels,
  ],

  refuses: (config) => refusedHeads(config) ?? refusedParts(config),

  startsFromFirst: ({ start }) => start === "first",

  async *fit(context, pool, config, before): AsyncGenerator<Progress, Parameters, void> {
    const shape = shapeOf(context, config);
    const layout = transformerLayout(context, shape, config.decaying);
    const dropout = config.dropout.some((rate) => rate > 0) ? context.vector(config.dropout) : null;
    // What goes on from a text is written behind it, so every second text of a batch is read there.
    const places = config.prompt === "original" ? shape.context : shape.context / 2;
    const weights = yield* train(context, {
      ...trainingOf(context, config),
      layout,
      begin: beginningOf(context, layout, config.start, before),
      pool,
      loss: (tape, parameters, batch) =>
        transformerLoss(tape, shape, parameters, batch as Tensor<"u32">, { dropout, places }),
      unfinished: before.unfinished,
    });
    return weightsAsParameters(weights);
  },

  async *sample(context, parameters, count, config, { original, unfinished }) {
    const { space } = context;
    if (space.kind !== "tokens") throw new TypeError("a transformer writes tokens only");
    const shape = shapeOf(context, config);
    const [{ values }] = original;
    const weights = transformerWeights(context, shape, parameters);
    const steps = stepsBy(config.sampler, context, shape);
    const parts = strategiesFrom(config).map(({ lineages, strategy }) => ({
      lineages,
      strategy,
      model: modelOf(weights, lineages, steps),
    }));
    const texts = yield* decodeParts(context, parts, {
      texts: count,
      newTokens: space.length,
      prompts: config.prompt === "original" ? (values as Tensor<"u32">) : space.start,
      forbidden: config.forbidUnknown ? (space.unknown ?? null) : null,
      unfinished,
    });
    return { values: texts, frame: null };
  },

  byLineage: (context, parameters, config) =>
    transformerWeights(context, shapeOf(context, config), parameters),

  forms(fitting, parameters, config) {
    const shape = shapeOf(fitting, config);
    const surprise = (context: Context, texts: Tensor<"u32">) =>
      transformerSurprise(context, shape, transformerWeights(context, shape, parameters), texts);
    return { surprise, logProb: logProbFrom(surprise) };
  },
});

function refusedHeads({ width, heads }: Record<"width" | "heads", number>) {
  if (width % heads === 0) return null;
  const reason = `${width} numbers cannot be shared by ${heads} heads evenly`;
  return { setting: "heads", reason } as const;
}

type Size = Readonly<Record<"width" | "layers" | "heads" | "innerFactor", number>>;

/** A text and its continuation, of the same length, must both fit into the context. */
function shapeOf(
  { space }: Context,
  { width, layers, heads, innerFactor }: Size,
): TransformerShape {
  const [vocabulary, context] =
    space.kind === "tokens" ? [space.vocabulary, 2 * space.length] : [0, 0];
  return { vocabulary, context, width, layers, heads, inner: innerFactor * width };
}
