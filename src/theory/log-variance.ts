import { meanLogDeterminant, meanLogOfChiSquare } from "./chi-square.ts";
import type { ClosedForm } from "./closed-form.ts";
import {
  type GaussianInput,
  chiSquareOf,
  gaussianInput,
  isChiSquareWalk,
  meanOf,
} from "./gaussian.ts";

/**
 * E[ln det Σ] / D after fit n = 1, 2, …: each fit multiplies the determinant by that of a Wishart
 * matrix, or along independent axes by χ²_ν / d, and each sampling by the bias.
 */
export function meanLogVariances(input: GaussianInput): number[] {
  const { freedom, divisor } = chiSquareOf(input);
  const D = input.dimensions;
  const perFit = input.full
    ? meanLogDeterminant(D, freedom, divisor) / D
    : meanLogOfChiSquare(freedom, divisor);
  const real = meanOf(input.variances.map(Math.log));
  return Array.from(
    { length: input.fits },
    (_, g) => real + (g + 1) * perFit + (g === 0 ? 0 : g * Math.log(input.bias)),
  );
}

export const expectedLogVariance: ClosedForm = {
  metric: "log-variance",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input === null || !isChiSquareWalk(input) || input.bias === 0) return null;
    if (chiSquareOf(input).freedom < (input.full ? input.dimensions : 1)) return null;
    return {
      title: input.full ? "E[ln det Σ]/D = n Σᵢ[ψ((ν+1−i)/2) + ln(2/d)]/D" : "n[ψ(ν/2) + ln(2/d)]",
      source: input.full
        ? "Anderson 2003, An Introduction to Multivariate Statistical Analysis, section 7.5"
        : "this project, after Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
      statistic: "mean",
      values: meanLogVariances(input),
    };
  },
};
