import { type Component, isGaussian, mixtureMoments } from "../distribution.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import { type Diversity, diversity } from "./diversity.ts";
import { type TheoryInput, type Workflow, fitsOf, workflowOf } from "./input.ts";
import { truncatedVariance } from "./truncation.ts";

/** A Gaussian experiment, as the closed forms see it. */
export interface GaussianInput {
  readonly workflow: Workflow;
  /** M. */
  readonly samples: number;
  readonly fits: number;
  readonly dimensions: number;
  /** Variance of each dimension of the real data. */
  readonly variances: readonly number[];
  /** Whether the real data are Gaussian. */
  readonly gaussianData: boolean;
  readonly full: boolean;
  readonly unbiased: boolean;
  /** λ, the factor on the covariance when sampling, and how it changes. */
  readonly bias: number | Schedule;
  /** Rejects |z| above it; Infinity is off. */
  readonly truncation: number | Schedule;
}

/** Null where the family is another or the interventions combine in ways without a formula. */
export function gaussianInput(input: TheoryInput): GaussianInput | null {
  const { family, facts, samples } = input;
  const workflow = workflowOf(input);
  if (family.plugin.name !== "gaussian" || facts.kind !== "vector" || workflow === null)
    return null;
  const {
    divisor,
    samplingBias,
    truncation,
    covariance,
    statistics,
    shrinkage = 0,
  } = family.config;
  if (statistics === "exact" || shrinkage !== 0) return null;
  const unbiased = divisor === "N-1";
  if (unbiased && samples < 2) return null;
  return {
    workflow,
    samples,
    fits: fitsOf(input),
    dimensions: facts.marginals.length,
    variances: facts.marginals.map((m: readonly Component[]) => mixtureMoments(m).deviation ** 2),
    gaussianData: isGaussian(facts),
    full: covariance === "full",
    unbiased,
    bias: (samplingBias as number | Schedule | undefined) ?? 1,
    truncation: (truncation as number | Schedule | null | undefined) ?? Infinity,
  };
}

/** Expected variance and squared drift of the mean, in units of the real variance. */
export function gaussianDiversity(input: GaussianInput): Diversity {
  const { bias, truncation } = input;
  const sampling = (g: number) => valueAt(bias, g) * truncatedVariance(valueAt(truncation, g));
  return diversity({ ...input, sampling });
}

/**
 * Whether the variance is a product of independent χ²: every pool is all new and Gaussian. `fits`
 * of the product's factors are χ²_ν / d, and one less are the bias.
 */
export function isChiSquareWalk(input: GaussianInput): boolean {
  const { workflow, gaussianData, truncation } = input;
  const isAllNew = workflow.kind === "replace" || workflow.kind === "resized";
  return isAllNew && gaussianData && truncation === Infinity;
}

/** ν and d of the χ² of fit n, from 1. */
export function chiSquareOf({ workflow, samples, unbiased }: GaussianInput, fit: number) {
  const rows = workflow.kind === "resized" ? workflow.rows(fit) : samples;
  return { freedom: rows - 1, divisor: unbiased ? rows - 1 : rows };
}

/** ν of the fit with the fewest rows. */
export function leastFreedom(input: GaussianInput): number {
  const fits = input.workflow.kind === "resized" ? input.fits : 1;
  let least = Infinity;
  for (let n = 1; n <= fits; n++) least = Math.min(least, chiSquareOf(input, n).freedom);
  return least;
}

/** Σ ln λ of all samplings before fit n = 1, 2, …. */
export function logBiases({ bias, fits }: GaussianInput): number[] {
  const sums = [0];
  for (let g = 0; g < fits - 1; g++) sums.push(sums[g] + Math.log(valueAt(bias, g)));
  return sums;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
