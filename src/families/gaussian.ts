import { choice, number } from "../config.ts";
import { gaussianSample } from "../kernels/gaussian/sample.ts";
import { widen } from "../kernels/gaussian/widen.ts";
import { type Moments, poolRows } from "../samples.ts";
import { defineFamily } from "./family.ts";
import { diagonalMoments, diagonalMomentsKernels } from "./moments.ts";

/** A Gaussian, fitted in closed form: the smallest model that collapses. */
export const gaussian = defineFamily({
  name: "gaussian",
  title: "Gaussian",
  summary: "Mean and covariance of the pool, the smallest model that collapses.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  accepts: "vector",
  provides: ["moments"],
  settings: {
    divisor: choice({
      default: "N",
      options: ["N", "N-1"],
      help: "What the squared deviations are divided by: N is maximum likelihood, N-1 unbiased.",
    }),
    samplingBias: number({
      default: 1,
      min: 0,
      max: 4,
      help: "Factor on the covariance when sampling; below 1 the model prefers its own mode.",
    }),
  },
  kernels: [...diagonalMomentsKernels, gaussianSample, widen],

  fit(context, pool, { divisor }): Moments {
    const moments = diagonalMoments(context, pool);
    if (divisor === "N") return moments;
    const { backend, scope } = context;
    const N = poolRows(pool);
    const { logDeviation } = moments;
    const widened = scope.tensor("log deviation", "f32", logDeviation.shape);
    backend.dispatch(widen, { logDeviation, widened }, { shift: 0.5 * Math.log(N / (N - 1)) });
    return { ...moments, logDeviation: widened };
  },

  sample(context, parameters: Moments, count, { samplingBias }) {
    const { backend, scope, keys, stream, generation } = context;
    const [L, D] = parameters.mean.shape;
    const samples = scope.tensor("samples", "f32", [L, count, D]);
    const spread = context.vector(samplingBias);
    backend.dispatch(gaussianSample, { keys, spread, samples }, { stream, generation });
    return { values: samples, frame: parameters };
  },

  forms: (_context, moments: Moments) => ({ moments }),
});
