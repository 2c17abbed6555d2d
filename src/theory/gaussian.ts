import { type Component, isGaussian, mixtureMoments } from "../distribution.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import { type Diversity, diversity } from "./diversity.ts";
import {
  type TheoryInput,
  type Workflow,
  composedWorkflowOf,
  fitsOf,
  workflowOf,
} from "./input.ts";
import { filteredFluctuations } from "./filtered-fluctuations.ts";
import { type Fluctuations, fluctuations } from "./fluctuations.ts";
import { truncatedKurtosis, truncatedVariance } from "./truncation.ts";

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
  /** Whether models learn what their data were drawn from. */
  readonly isLimit: boolean;
  /** Covariances are divided by 1 + this. */
  readonly shrinkage: number | Schedule;
  /** λ, the factor on the covariance when sampling, and how it changes. */
  readonly bias: number | Schedule;
  /** Rejects |z| above it; Infinity is off. */
  readonly truncation: number | Schedule;
}

/** Null where the family is another or the interventions combine in ways without a formula. */
export function gaussianInput(input: TheoryInput): GaussianInput | null {
  const { family, facts, samples } = input;
  const isLimit = family.config["statistics"] === "exact";
  const workflow = isLimit ? composedWorkflowOf(input) : workflowOf(input);
  if (family.plugin.name !== "gaussian" || facts.kind !== "vector" || workflow === null)
    return null;
  const { divisor, samplingBias, truncation, covariance, shrinkage = 0 } = family.config;
  // How often a filter leaves nothing, and a model that stopped short as it was, is not in its law.
  if (workflow.kind === "filtered" && shrinkage !== 0) return null;
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
    isLimit,
    shrinkage: shrinkage as number | Schedule,
    bias: (samplingBias as number | Schedule | undefined) ?? 1,
    truncation: (truncation as number | Schedule | null | undefined) ?? Infinity,
  };
}

/** Expected variance and squared drift of the mean, in units of the real variance. */
export function gaussianDiversity(input: GaussianInput): Diversity {
  const { bias, truncation } = input;
  const sampling = (g: number) => valueAt(bias, g) * truncatedVariance(valueAt(truncation, g));
  return diversity({ ...input, sampling, fitting: (g) => shrunk(input, g) });
}

/**
 * Beyond this Var σ² / (E σ²)² nobody knows from mean and variance alone what else σ² is like. Up to it
 * E[W₂²] is right to some 4 %; with half of it to a quarter of that.
 */
const MOST_RELATIVE = 0.3;

const known = new WeakMap<TheoryInput, readonly (Fluctuations | null)[]>();

/** How models of normal data and mixed pools differ: null where that is much, empty where unknown. */
export function fluctuationsOf(
  experiment: TheoryInput,
  input: GaussianInput,
): readonly (Fluctuations | null)[] {
  const before = known.get(experiment);
  if (before !== undefined) return before;
  const found: (Fluctuations | null)[] = [];
  known.set(experiment, found);
  if (!input.gaussianData) return found;
  const all = fluctuating(experiment, input) ?? [];
  for (const one of all) {
    found.push(one.relative > 0 && one.relative <= MOST_RELATIVE ? one : null);
    if (found.length === input.fits) break;
  }
  return found;
}

function fluctuating(experiment: TheoryInput, input: GaussianInput) {
  const { bias, truncation, samples, fits, unbiased } = input;
  const bound = (g: number) => valueAt(truncation, g);
  const settings = {
    samples,
    fits,
    unbiased,
    sampling: (g: number) => valueAt(bias, g) * truncatedVariance(bound(g)),
    kurtosis: (g: number) => truncatedKurtosis(bound(g)),
    fitting: (g: number) => shrunk(input, g),
  };
  if (input.workflow.kind === "filtered") return filteredFluctuations(input.workflow, settings);
  const workflow = composedWorkflowOf(experiment);
  return workflow?.kind === "composed" ? fluctuations(workflow.steps, settings) : null;
}

/** What a fit of generation g makes of the variance of its pool. */
function shrunk({ shrinkage }: GaussianInput, generation: number): number {
  return 1 / (1 + valueAt(shrinkage, generation));
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

/** What ln σ² has lost after fit n = 1, 2, … beside chance: by Σ ln λ, and by fits that stop short. */
export function logFactors(input: GaussianInput): number[] {
  let sum = 0;
  return Array.from({ length: input.fits }, (_, g) => {
    if (g > 0) sum += Math.log(valueAt(input.bias, g - 1));
    sum += Math.log(shrunk(input, g));
    return sum;
  });
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
