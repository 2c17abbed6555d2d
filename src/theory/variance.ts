import { medianShiftOfLogChiSquare } from "./chi-square.ts";
import type { ClosedForm } from "./closed-form.ts";
import {
  type GaussianInput,
  chiSquareOf,
  gaussianDiversity,
  gaussianInput,
  isChiSquareWalk,
  meanOf,
} from "./gaussian.ts";
import { meanLogVariances } from "./log-variance.ts";

/** E[σ²], also the mean over dimensions: (1 − 1/M)ⁿ and what interventions make of it. */
export const expectedVariance: ClosedForm = {
  metric: "variance",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input === null) return null;
    const variance = meanOf(input.variances);
    return {
      title: titleOf(input),
      source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y; mixed pools: this project",
      statistic: "mean",
      values: gaussianDiversity(input).within.map((retention) => variance * retention),
    };
  },
};

function titleOf({ workflow, unbiased, bias, truncation, full }: GaussianInput): string {
  const factors = [
    ...(unbiased ? [] : ["(1 − 1/M)ⁿ"]),
    ...(bias === 1 ? [] : ["λⁿ⁻¹"]),
    ...(truncation === Infinity ? [] : ["τ(k)ⁿ⁻¹"]),
  ];
  const spread = full ? "E[tr Σ]/D" : "E[σ²]";
  if (workflow.kind === "replace") return `${spread} = ${["σ₀²", ...factors].join(" ")}`;
  if (workflow.kind === "archive") return `${spread} with ${workflow.rows} real samples kept`;
  if (workflow.kind === "fresh") return `${spread} with ${workflow.rows} fresh real samples`;
  return factors.length === 1 && !unbiased
    ? `${spread} = σ₀² ∏(1 − 1/(M k²))`
    : `${spread}, all data so far`;
}

/**
 * The median of σ² in one dimension, exp(E ln σ²) and its next term. The mean is carried by few
 * lineages, the median is what one of them looks like.
 */
export const medianVariance: ClosedForm = {
  metric: "variance",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input === null || input.dimensions > 1 || input.samples < 3) return null;
    if (!isChiSquareWalk(input) || input.bias === 0) return null;
    const shift = medianShiftOfLogChiSquare(chiSquareOf(input).freedom);
    return {
      title: "median σ² ≈ exp(E ln σ² + 1/(3ν))",
      source: "this project, from the cumulants of ln χ²",
      statistic: "median",
      values: meanLogVariances(input).map((meanLog) => Math.exp(meanLog + shift)),
    };
  },
};
