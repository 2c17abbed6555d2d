import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { onnxDecoder } from "../onnx/vae-decoder.ts";
import type { Parameters } from "../samples.ts";
import { reparameterise, stepNoise } from "../training/layers/reparameterise.ts";
import {
  bernoulliTerm,
  divergenceTerm,
  sumOfTerms,
  termKernels,
} from "../training/layers/terms.ts";
import { type Layout, parameterLayout, views } from "../training/parameters.ts";
import { train, trainingKernels, weightsAsParameters, weightsOf } from "../training/trainer.ts";
import { beginningOf, precision } from "../training/settings.ts";
import { type VaeShape, decode, encode, vaeParameters } from "../vae/architecture.ts";
import { evidenceKernels, imageEvidence } from "../vae/evidence.ts";
import { type VaeConfig, shapeOf, vaeSettings } from "../vae/settings.ts";
import { type Drawing, type Vae, drawImages, encodeImages } from "../vae/images.ts";
import { type Progress, defineFamily } from "./family.ts";
import { graphsFor, sampler } from "./sampler.ts";

/** A variational autoencoder of images: collapses by its own blur, even where samples never end. */
export const vae = defineFamily({
  name: "vae",
  title: "Variational autoencoder",
  summary: "Images through a narrow code and back: digits that blur into each other.",
  source: "Kingma & Welling 2014, arXiv:1312.6114",
  accepts: "image",
  provides: ["encoding", "logProb"],
  settings: { ...vaeSettings, precision, sampler },
  kernels: [...trainingKernels, ...evidenceKernels, ...termKernels],

  startsFromFirst: ({ start }) => start === "first",

  async *fit(context, pool, config, before): AsyncGenerator<Progress, Parameters, void> {
    const shape = shapeOf(context, config);
    const layout = layoutOf(context, shape);
    const { batch, epochs, learningRate, weightDecay } = config;
    const { lineages: L } = context;
    const beta = context.vector(config.beta);
    const weights = yield* train(context, {
      layout,
      begin: beginningOf(context, layout, config.start, before),
      pool,
      batch,
      epochs,
      learningRate,
      weightDecay,
      clip: new Float64Array(L).fill(Infinity),
      warmUp: new Float64Array(L),
      schedule: "constant",
      precision: config.precision,
      unfinished: before.unfinished,
      loss(tape, parameters, images) {
        const targets = images as Tensor<"f32">;
        const code = encode(tape, parameters, tape.constant(targets), shape);
        const noise = stepNoise(tape, [L, batch, shape.latent]);
        const z = reparameterise(tape, code, noise);
        const logits = decode(tape, parameters, z, shape);
        return sumOfTerms(tape, [
          bernoulliTerm(tape, logits, targets),
          divergenceTerm(tape, code, beta),
        ]);
      },
    });
    return weightsAsParameters(weights);
  },

  async *sample(context, parameters, count, config, { unfinished }) {
    const model = modelOf(context, parameters, config);
    const { decoding } = config;
    const decoder = decoderBy(config.sampler, context, model);
    const values = yield* drawImages(context, model, { count, decoding, unfinished, decoder });
    return { values, frame: null };
  },

  byLineage(context, parameters, config) {
    const { layout, weights } = modelOf(context, parameters, config);
    return views(context.scope, layout, weights);
  },

  forms: (context, parameters, config) => ({
    encoding: (later, images) => encodeImages(later, modelOf(context, parameters, config), images),
    logProb: (later, segment) =>
      imageEvidence(later, modelOf(context, parameters, config), segment),
  }),
});

function decoderBy(
  asked: "auto" | "onnx" | "wgsl",
  context: Context,
  { shape, layout, weights }: Vae,
): Drawing["decoder"] {
  const graphs = graphsFor(asked, context);
  if (graphs === null) return null;
  const named = views(context.scope, layout, weights);
  return (scope, images) => onnxDecoder(graphs, scope, shape, named, images);
}

function layoutOf({ lineages, backend }: Context, shape: VaeShape): Layout {
  return parameterLayout(vaeParameters(shape), lineages, backend.adapter);
}

function modelOf(context: Context, parameters: Parameters, config: VaeConfig): Vae {
  const shape = shapeOf(context, config);
  const layout = layoutOf(context, shape);
  return { shape, layout, weights: weightsOf(parameters, layout) };
}
