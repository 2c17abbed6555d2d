import { isSchedule } from "../schedule.ts";
import { medianShiftOfLogChiSquare } from "./chi-square.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import {
  type GaussianInput,
  chiSquareOf,
  gaussianDiversity,
  gaussianInput,
  isChiSquareWalk,
  leastFreedom,
  logFactors,
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
      values: upTo(
        input.fits,
        gaussianDiversity(input).within.map((retention) => variance * retention),
      ),
    };
  },
};

function titleOf(input: GaussianInput): string {
  const { workflow, unbiased, bias, truncation, full, shrinkage, isLimit } = input;
  const spread = full ? "E[tr Σ]/D" : "E[σ²]";
  if (isLimit) return `${full ? "tr Σ/D" : "σ²"} without statistical error`;
  if (shrinkage !== 0) return `${spread} by its recursion`;
  if (workflow.kind === "composed") return `${spread}, exact second moments of every pool`;
  if (workflow.kind === "resized" && bias === 1 && truncation === Infinity) {
    return unbiased ? `${spread} = σ₀²` : `${spread} = σ₀² ∏(1 − 1/Mᵢ)`;
  }
  if (isSchedule(bias) || isSchedule(truncation) || workflow.kind === "resized") {
    return `${spread} by its recursion`;
  }
  const factors = [
    ...(unbiased ? [] : ["(1 − 1/M)ⁿ"]),
    ...(bias === 1 ? [] : ["λⁿ⁻¹"]),
    ...(truncation === Infinity ? [] : ["τ(k)ⁿ⁻¹"]),
  ];
  if (workflow.kind === "filtered") return `${spread} of what the detector lets through`;
  if (workflow.kind === "subset") return `${spread} of M samples out of all so far`;
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
    if (input === null || input.dimensions > 1 || leastFreedom(input) < 2) return null;
    if (!isChiSquareWalk(input) || logFactors(input).at(-1) === -Infinity) return null;
    // The shift is that of equal terms.
    if (input.workflow.kind === "resized") return null;
    const shift = medianShiftOfLogChiSquare(chiSquareOf(input, 1).freedom);
    return {
      title: "median σ² ≈ exp(E ln σ² + 1/(3ν))",
      source: "this project, from the cumulants of ln χ²",
      statistic: "median",
      values: meanLogVariances(input).map((meanLog) => Math.exp(meanLog + shift)),
    };
  },
};
