import type { Tensor } from "../compute/tensor.ts";
import { choice, integer, number } from "../config.ts";
import type { Context } from "../context.ts";
import type { Mixture } from "../distribution.ts";
import { ConfigError } from "../errors.ts";
import { mixtureAdopt } from "../kernels/mixture/adopt.ts";
import { densityKernels, logDensities } from "../kernels/mixture/densities.ts";
import { mixtureMoments } from "../kernels/mixture/moments.ts";
import { mixtureSample } from "../kernels/mixture/sample.ts";
import { toDataUnits } from "../kernels/mixture/to-data-units.ts";
import type { Pool } from "../samples.ts";
import { shrinkageSetting, shrunk, sourceOf, statisticsSetting } from "./exact.ts";
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
    statistics: statisticsSetting,
    shrinkage: shrinkageSetting,
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
      varies: true,
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
      varies: true,
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
    mixtureAdopt,
    ...densityKernels,
  ],

  correlated: () => true,

  refuses: ({ components }, samples) =>
    samples < components
      ? { setting: "components", reason: `${samples} samples cannot tell ${components} apart` }
      : null,

  async fit(context, pool, config, { previous }): Promise<MixtureParameters> {
    if (config.statistics === "exact") return exactComponents(context, pool, config);
    const gathered = gatheredPool(context, pool, context.vector(config.regularisation));
    const before = config.start === "previous" ? previous : null;
    const components = await expectationMaximisation(context, gathered, config, before);
    const { shrinkage } = config;
    if (shrinkage.every((value) => value === 0)) return { ...gathered.frame, ...components };
    const narrowed = { ...components, mean: components.center };
    return { ...gathered.frame, ...adopted(context, narrowed, shrinkage, config.components) };
  },

  sample(context, parameters: MixtureParameters, count, { statistics }) {
    const { backend, scope, keys, stream, generation } = context;
    const { mean, logDeviation, weight, center, root } = parameters;
    const [L, D] = mean.shape;
    const samples = scope.tensor("samples", "f32", [L, count, D]);
    const tensors = { keys, weight, center, root, samples };
    backend.dispatch(mixtureSample, tensors, { stream, generation });
    const drawn = { values: samples, frame: { mean, logDeviation, factor: null } };
    if (statistics === "sampled") return drawn;
    // An exact model is in data units.
    return { ...drawn, source: { mixture: { weight, mean: center, root } } };
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

/** The mixture that a pool was drawn from, if it is one of so many components. Data units. */
function exactComponents(
  context: Context,
  pool: Pool,
  config: { readonly components: number; readonly shrinkage: Float64Array },
): MixtureParameters {
  const sources = new Set(pool.map((segment) => sourceOf(segment, "mixture").mixture.mean));
  const { mixture: source } = sourceOf(pool[0], "mixture");
  const [, J, D] = source.mean.shape;
  if (sources.size > 1 || J > config.components) {
    throw new ConfigError(
      "$.family.config.statistics",
      `exact statistics take the components of one source, and there are ${sources.size > 1 ? "several sources" : `${J} of them`}; take sampled ones, or more components`,
    );
  }
  const origin = context.scope.zeros("data units", "f32", [context.lineages, D]);
  const components = adopted(context, source, config.shrinkage, config.components);
  return { mean: origin, logDeviation: origin, ...components };
}

/** `K` components as a mixture has them, narrowed by the shrinkage. */
function adopted(
  context: Context,
  { weight: givenWeight, mean: givenMean, root: givenRoot }: Mixture,
  shrinkage: Float64Array,
  K: number,
): Pick<MixtureParameters, "weight" | "center" | "root"> {
  const { backend, scope, lineages: L } = context;
  const D = givenMean.shape[2];
  const made = {
    weight: scope.tensor("weights", "f32", [L, K]),
    center: scope.tensor("centers", "f32", [L, K, D]),
    root: scope.tensor("roots", "f32", [L, K, D, D]),
  };
  const shift = context.vector(shrinkage, shrunk);
  backend.dispatch(mixtureAdopt, { shift, givenWeight, givenMean, givenRoot, ...made }, {});
  return made;
}
