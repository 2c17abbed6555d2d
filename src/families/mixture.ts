import type { Tensor } from "../compute/tensor.ts";
import { choice, integer, number } from "../config.ts";
import { densityKernels, logDensities } from "../kernels/mixture/densities.ts";
import { mixtureMoments } from "../kernels/mixture/moments.ts";
import { mixtureSample } from "../kernels/mixture/sample.ts";
import { toDataUnits } from "../kernels/mixture/to-data-units.ts";
import { defineFamily } from "./family.ts";
import { expectationMaximisation, expectationKernels } from "./expectation-maximisation.ts";
import { gatheredPool, gatheredPoolKernels } from "./gathered-pool.ts";

/** Components in the coordinates of a frame that is a mean and one deviation for all dimensions. */
export type MixtureParameters = {
  /** Of the frame, [L, D], data units. */
  readonly mean: Tensor<"f32">;
  /** Of the frame, [L, D], natural logarithms of data units. */
  readonly logDeviation: Tensor<"f32">;
  /** [L, K]. */
  readonly weight: Tensor<"f32">;
  /** [L, K, D]. */
  readonly center: Tensor<"f32">;
  /** [L, K, D, D]: lower triangular roots of the covariances. */
  readonly root: Tensor<"f32">;
};

/** A mixture of Gaussians with full covariances, fitted by expectation and maximisation. */
export const mixture = defineFamily({
  name: "mixture",
  title: "Mixture of Gaussians",
  summary: "Several Gaussians with weights, each as wide and as slanted as its part of the pool.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  accepts: "vector",
  provides: ["moments", "mixture", "logProb"],
  settings: {
    components: integer({ default: 2, min: 1, max: 64, help: "How many Gaussians there are." }),
    start: choice({
      default: "k-means",
      options: ["k-means", "random", "previous"],
      help: "Where fitting begins: groups of near points, points of the pool at random, or the model before.",
    }),
    tolerance: number({
      default: 1e-3,
      min: 1e-6,
      max: 1,
      unit: "nats",
      help: "Fitting ends when the mean log-likelihood changes by less than this.",
    }),
    maxIterations: integer({
      default: 1000,
      min: 1,
      max: 100_000,
      help: "Fitting ends after so many steps in any case.",
    }),
    restarts: integer({
      default: 1,
      min: 1,
      max: 100,
      help: "How many times fitting begins; the likeliest outcome is kept.",
    }),
    regularisation: number({
      default: 1e-6,
      min: 0,
      max: 1000,
      unit: "data units²",
      help: "Added to the variances of every component, so that none becomes a point.",
    }),
    divisor: choice({
      default: "N",
      options: ["N", "N-1"],
      help: "What the squared deviations of a component are divided by in the end, N being its share of the pool: N is maximum likelihood.",
    }),
  },
  kernels: [
    ...gatheredPoolKernels,
    ...expectationKernels,
    mixtureSample,
    mixtureMoments,
    toDataUnits,
    ...densityKernels,
  ],

  correlated: () => true,

  refuses: ({ components }, samples) =>
    samples < components
      ? { setting: "components", reason: `${samples} samples cannot tell ${components} apart` }
      : null,

  async fit(context, pool, config, { previous }): Promise<MixtureParameters> {
    const gathered = gatheredPool(context, pool, context.vector(config.regularisation));
    const before = config.start === "previous" ? previous : null;
    const components = await expectationMaximisation(context, gathered, config, before);
    return { ...gathered.frame, ...components };
  },

  sample({ backend, scope, keys, stream, generation }, parameters: MixtureParameters, count) {
    const { mean, logDeviation, weight, center, root } = parameters;
    const [L, D] = mean.shape;
    const samples = scope.tensor("samples", "f32", [L, count, D]);
    const tensors = { keys, weight, center, root, samples };
    backend.dispatch(mixtureSample, tensors, { stream, generation });
    return { values: samples, frame: { mean, logDeviation, factor: null } };
  },

  forms(context, parameters: MixtureParameters) {
    const { backend, scope } = context;
    const { mean: frameMean, logDeviation: frameLogDeviation, ...components } = parameters;
    const { center, root } = components;
    const [L, , D] = center.shape;
    const frame = { frameMean, frameLogDeviation };
    const moments = {
      mean: scope.tensor("mean", "f32", [L, D]),
      logDeviation: scope.tensor("log deviation", "f32", [L, D]),
      factor: scope.tensor("factor", "f32", [L, D, D]),
    };
    backend.dispatch(mixtureMoments, { ...components, ...frame, ...moments }, {});
    const mean = scope.tensor("component means", "f32", center.shape);
    const dataRoot = scope.tensor("component roots", "f32", root.shape);
    backend.dispatch(toDataUnits, { center, root, ...frame, mean, dataRoot }, {});
    return {
      moments,
      mixture: { weight: components.weight, mean, root: dataRoot },
      logProb: (asking, segment) => logDensities(asking, segment, components, parameters),
    };
  },
});
