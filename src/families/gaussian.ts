import { choice, number } from "../config.ts";
import { gaussianSampleTruncated } from "../kernels/gaussian/sample-truncated.ts";
import { scaleDeviations } from "../kernels/gaussian/scale.ts";
import { gaussianSampler, gaussianSamplers } from "../kernels/gaussian/sample-fours.ts";
import { widen } from "../kernels/gaussian/widen.ts";
import { type Components, logDensities } from "../kernels/mixture/densities.ts";
import type { Context } from "../context.ts";
import { isWeighted } from "../pool/weights.ts";
import { type Moments, type Pool, poolRows } from "../samples.ts";
import { exactMoments, shrinkageSetting, shrunk, statisticsSetting } from "./exact.ts";
import { defineFamily } from "./family.ts";
import { momentsKernels, poolMoments } from "./moments.ts";
import { unbiasedByMass } from "./weighted-moments.ts";

/** A Gaussian, fitted in closed form: the smallest model that collapses. */
export const gaussian = defineFamily({
  name: "gaussian",
  title: "Gaussian",
  summary: "Mean and covariance of the pool: the smallest model that collapses.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  accepts: "vector",
  provides: ["moments", "logProb"],
  settings: {
    covariance: choice({
      default: "diagonal",
      options: ["diagonal", "full"],
      help: "Whether the model learns how dimensions go together, or each of them alone.",
    }),
    divisor: choice({
      default: "N",
      options: ["N", "N-1"],
      help: "What the squared deviations are divided by: N is maximum likelihood, N-1 unbiased. Of weighted samples N is the sum of the weights.",
    }),
    statistics: statisticsSetting,
    shrinkage: shrinkageSetting,
    samplingBias: number({
      default: 1,
      min: 0,
      max: 4,
      varies: true,
      help: "Factor on the covariance when sampling, 1 for none; below 1 the model prefers its own mode.",
    }),
    truncation: number({
      default: null,
      off: Infinity,
      min: 0.1,
      max: 10,
      varies: true,
      unit: "deviations",
      help: "Samples further than this from the mean, in any direction of the model, are rejected.",
    }),
  },
  kernels: [
    ...momentsKernels,
    ...gaussianSamplers,
    gaussianSampleTruncated,
    widen,
    scaleDeviations,
  ],

  correlated: ({ covariance }) => covariance === "full",

  refuses({ divisor, statistics, truncation }, samples) {
    if (divisor === "N-1" && samples < 2) {
      return { setting: "divisor", reason: 'a single sample has no variance over N-1; use "N"' };
    }
    if (statistics === "exact" && truncation !== Infinity) {
      return { setting: "truncation", reason: "has no exact statistics here; leave it off" };
    }
    return null;
  },

  fit(context, pool, config): Moments {
    const moments =
      config.statistics === "exact"
        ? exactMoments(context, pool, config.covariance)
        : sampledMoments(context, pool, config);
    return scaled(context, moments, config.shrinkage, shrunk);
  },

  sample(context, parameters: Moments, count, { samplingBias, truncation, statistics }) {
    const { backend, scope, keys, stream, generation } = context;
    const [L, D] = parameters.mean.shape;
    const samples = scope.tensor("samples", "f32", [L, count, D]);
    const spread = context.vector(samplingBias, Math.sqrt);
    if (truncation.every((bound) => bound === Infinity)) {
      const kernel = gaussianSampler(count, D);
      backend.dispatch(kernel, { keys, spread, samples }, { stream, generation });
    } else {
      const bound = context.vector(truncation);
      const tensors = { keys, spread, bound, samples };
      backend.dispatch(gaussianSampleTruncated, tensors, { stream, generation });
    }
    const drawn = { values: samples, frame: parameters };
    if (statistics === "sampled") return drawn;
    return { ...drawn, source: { moments: scaled(context, parameters, samplingBias, biased) } };
  },

  forms: (_context, moments: Moments) => ({
    moments,
    logProb: (asking, segment) =>
      logDensities(asking, segment, unitGaussian(asking, moments), moments),
  }),
});

function sampledMoments(
  context: Context,
  pool: Pool,
  { covariance, divisor }: { readonly covariance: "diagonal" | "full"; readonly divisor: string },
): Moments {
  const moments = poolMoments(context, pool, covariance);
  if (divisor === "N") return moments;
  if (isWeighted(pool)) return unbiasedByMass(context, moments, pool);
  const { backend, scope } = context;
  const N = poolRows(pool);
  const { logDeviation } = moments;
  const widened = scope.tensor("log deviation", "f32", logDeviation.shape);
  backend.dispatch(widen, { logDeviation, widened }, { shift: 0.5 * Math.log(N / (N - 1)) });
  return { ...moments, logDeviation: widened };
}

/** A Gaussian in its own coordinates, as a mixture of one. */
function unitGaussian({ scope }: Context, { mean, factor }: Moments): Components {
  const [L, D] = mean.shape;
  const R = factor === null ? 1 : L;
  const identity = Float32Array.from({ length: D * D }, (_, e) => Number(e % (D + 1) === 0));
  return {
    weight: scope.tensor("weight", "f32", [R, 1], new Float32Array(R).fill(1)),
    center: scope.zeros("center", "f32", [R, 1, D]),
    root:
      factor === null
        ? scope.tensor("root", "f32", [1, 1, D, D], identity)
        : scope.view("root", factor, [L, 1, D, D]),
  };
}

const biased = (bias: number) => 0.5 * Math.log(bias);

/** The moments with each lineage's deviations multiplied by e^shift. */
function scaled(
  context: Context,
  moments: Moments,
  setting: Float64Array,
  shiftOf: (value: number) => number,
): Moments {
  if (setting.every((value) => shiftOf(value) === 0)) return moments;
  const { backend, scope } = context;
  const { logDeviation } = moments;
  const shift = context.vector(setting, shiftOf);
  const result = scope.tensor("log deviation", "f32", logDeviation.shape);
  backend.dispatch(scaleDeviations, { logDeviation, shift, scaled: result }, {});
  return { ...moments, logDeviation: result };
}
