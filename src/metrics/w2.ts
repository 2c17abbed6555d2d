import { type RealFacts, isGaussian } from "../distribution.ts";
import { wassersteinFull } from "../kernels/metrics/wasserstein-full.ts";
import { wasserstein } from "../kernels/metrics/wasserstein.ts";
import { defineMetric } from "./metric.ts";

export const w2 = defineMetric({
  name: "w2",
  title: "Wasserstein distance W₂²",
  summary: "The squared distance that probability has to travel back to the real distribution.",
  source: "Shumailov et al. 2024, theorem 3.1, doi:10.1038/s41586-024-07566-y",
  unit: "data units²",
  settings: {},
  kernels: [wasserstein, wassersteinFull],
  needsReal: ["moments", "coupling"],
  needs: ["moments"],

  refuses: (facts, correlated) =>
    facts.kind === "vector" && facts.joint !== undefined
      ? "has no closed form where the real dimensions go together; take mixture-l2"
      : correlated && !isGaussian(facts) && dimensionsOf(facts) > 1
        ? "has no closed form between a full covariance and data that are not Gaussian; " +
          'use "covariance": "diagonal" or the dataset "standard-normal"'
        : null,

  measure({ backend, scope, lineages }, { real, current }) {
    const { mean, logDeviation, factor } = current.moments;
    const { slope, residual } = real.coupling;
    const realMean = real.moments.mean;
    const w2 = scope.tensor("w2", "f32", [lineages]);
    if (factor === null || mean.shape[1] === 1) {
      const tensors = { mean, logDeviation, realMean, slope, residual, w2 };
      backend.dispatch(wasserstein, tensors, {});
    } else {
      const scratch = scope.tensor("rotated", "f32", factor.shape);
      const tensors = { mean, logDeviation, factor, realMean, realDeviation: slope, scratch, w2 };
      backend.dispatch(wassersteinFull, tensors, {});
    }
    return w2;
  },
});

function dimensionsOf(facts: RealFacts): number {
  return facts.kind === "vector" ? facts.marginals.length : 1;
}
