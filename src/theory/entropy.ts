import type { ClosedForm } from "./closed-form.ts";
import { countsInput, driftExpectations, entropyOf, upTo } from "./counts.ts";

/**
 * KL(p̂ ‖ p) of M samples on average, to second order: (K − 1)/2M + (Σ 1/p − 1)/12M².
 * Harris 1975, The statistical estimation of entropy in the non-parametric case.
 */
export function divergenceOfOneFit(probabilities: Float64Array, samples: number): number {
  const inverse = probabilities.reduce((sum, p) => sum + 1 / p, 0);
  return (probabilities.length - 1) / (2 * samples) + (inverse - 1) / (12 * samples * samples);
}

export const expectedEntropy: ClosedForm = {
  metric: "entropy",
  curve(experiment) {
    const input = countsInput(experiment);
    if (input === null) return null;
    return {
      title: "E[−Σ p ln p], Markov chain of each count",
      source: "Wright 1931, doi:10.1093/genetics/16.2.97",
      statistic: "mean",
      values: upTo(input.fits, driftExpectations(experiment, input).entropy),
    };
  },
};

/** Since drift keeps E[p], the divergence from the real distribution is what entropy has lost. */
export const expectedDivergence: ClosedForm = {
  metric: "kl",
  curve(experiment) {
    const input = countsInput(experiment);
    if (input === null) return null;
    const real = entropyOf(input.probabilities);
    const { entropy } = driftExpectations(experiment, input);
    return {
      title: "E[KL] = H(p₀) − E[H(p)], at first (K − 1)/2M",
      source: "this project; Wright 1931, doi:10.1093/genetics/16.2.97",
      statistic: "mean",
      values: upTo(
        input.fits,
        entropy.map((left) => real - left),
      ),
    };
  },
};
