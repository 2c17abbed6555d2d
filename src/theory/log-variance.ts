import { meanLogDeterminant, meanLogOfChiSquare } from "./chi-square.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import {
  type GaussianInput,
  chiSquareOf,
  fluctuationsOf,
  gaussianDiversity,
  gaussianInput,
  isChiSquareWalk,
  leastFreedom,
  logFactors,
  meanOf,
} from "./gaussian.ts";
import type { TheoryInput } from "./input.ts";

/** Of Var σ² / (E σ²)²: up to it E[ln σ²] of mixed pools is right to 0.01. */
const MOST_RELATIVE = 0.18;

/**
 * E[ln det Σ] / D after fit n = 1, 2, …: each fit multiplies the determinant by that of a Wishart
 * matrix, or along independent axes by χ²_ν / d, and each sampling by the bias.
 */
export function meanLogVariances(input: GaussianInput): number[] {
  const D = input.dimensions;
  const known = new Map<number, number>();
  const ofFit = (n: number) => {
    const { freedom, divisor } = chiSquareOf(input, n);
    const logarithm =
      known.get(freedom) ??
      (input.full
        ? meanLogDeterminant(D, freedom, divisor) / D
        : meanLogOfChiSquare(freedom, divisor));
    known.set(freedom, logarithm);
    return logarithm;
  };
  let sum = meanOf(input.variances.map(Math.log));
  return logFactors(input).map((bias, g) => (sum += ofFit(g + 1)) + bias);
}

function inTheLimit(input: GaussianInput) {
  const real = meanOf(input.variances.map(Math.log));
  const logs = gaussianDiversity(input).within.map((left) => real + Math.log(left));
  if (logs.at(-1) === -Infinity) return null;
  return {
    title: "ln σ² without statistical error",
    source: "this project",
    statistic: "mean" as const,
    values: upTo(input.fits, logs),
  };
}

/** As if σ² were a χ² with as much mean and variance. */
function ofMixedPools(experiment: TheoryInput, input: GaussianInput) {
  if (input.full && input.dimensions > 1) return null;
  const all = fluctuationsOf(experiment, input).map((one) =>
    one !== null && one.relative <= MOST_RELATIVE ? one : null,
  );
  if (all.filter((one) => one !== null).length < 2) return null;
  const real = meanOf(input.variances.map(Math.log));
  const logs = all.map((one) => {
    if (one === null) return null;
    const freedom = 2 / one.relative;
    return real + Math.log(one.within) + meanLogOfChiSquare(freedom, freedom);
  });
  return {
    title: "E[ln σ²] ≈ that of a χ² with the mean and variance of σ²",
    source: "this project, to first order in 1/M",
    statistic: "mean" as const,
    values: Array.from({ length: input.fits }, (_, g) => logs[g] ?? null),
  };
}

function titleOf({ full, workflow, shrinkage }: GaussianInput): string {
  if (shrinkage !== 0) return "E[ln σ²] of what fits stop short of";
  if (full) return "E[ln det Σ]/D = n Σᵢ[ψ((ν+1−i)/2) + ln(2/d)]/D";
  return workflow.kind === "resized" ? "E[ln σ²] = Σᵢ[ψ(νᵢ/2) + ln(2/d)]" : "n[ψ(ν/2) + ln(2/d)]";
}

export const expectedLogVariance: ClosedForm = {
  metric: "log-variance",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input?.isLimit === true) return inTheLimit(input);
    if (input === null) return null;
    if (!isChiSquareWalk(input)) return ofMixedPools(experiment, input);
    if (logFactors(input).at(-1) === -Infinity) return null;
    if (leastFreedom(input) < (input.full ? input.dimensions : 1)) return null;
    return {
      title: titleOf(input),
      source: input.full
        ? "Anderson 2003, An Introduction to Multivariate Statistical Analysis, section 7.5"
        : "this project, after Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
      statistic: "mean",
      values: meanLogVariances(input),
    };
  },
};
