import { type Component, isGaussian, mixtureMoments } from "../distribution.ts";
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
  /** λ, the factor on the covariance when sampling. */
  readonly bias: number;
  /** Rejects |z| above it; Infinity is off. */
  readonly truncation: number;
}

/** Null where the family is another or the interventions combine in ways without a formula. */
export function gaussianInput(input: TheoryInput): GaussianInput | null {
  const { family, facts, samples } = input;
  const workflow = workflowOf(input);
  if (family.plugin.name !== "gaussian" || facts.kind !== "vector" || workflow === null)
    return null;
  const { divisor, samplingBias, truncation, covariance, statistics, shrinkage = 0 } = family.config;
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
    bias: (samplingBias as number | undefined) ?? 1,
    truncation: (truncation as number | null | undefined) ?? Infinity,
  };
}

/** Expected variance and squared drift of the mean, in units of the real variance. */
export function gaussianDiversity(input: GaussianInput): Diversity {
  return diversity({ ...input, sampling: input.bias * truncatedVariance(input.truncation) });
}

/**
 * Whether the variance is a product of independent χ²: every pool is all new and Gaussian. `fits`
 * of the product's factors are χ²_ν / d, and one less are the bias.
 */
export function isChiSquareWalk(input: GaussianInput): boolean {
  return input.workflow.kind === "replace" && input.gaussianData && input.truncation === Infinity;
}

/** ν and d of the χ² of one fit. */
export function chiSquareOf({ samples, unbiased }: GaussianInput) {
  return { freedom: samples - 1, divisor: unbiased ? samples - 1 : samples };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
