import { meanRootOfChiSquare } from "./chi-square.ts";
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
} from "./gaussian.ts";
import type { TheoryInput } from "./input.ts";

/**
 * E[W₂²] to the real Gaussian along independent axes: E(μ − μ₀)² + E(σ − σ₀)². Unbiased this is
 * σ₀²[n/M + 2(1 − c₄(M)ⁿ)].
 */
export const expectedWasserstein: ClosedForm = {
  metric: "w2",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input?.isLimit === true) return inTheLimit(input);
    if (input === null || leastFreedom(input) < 1) return null;
    if (input.full && input.dimensions > 1) return null;
    if (!isChiSquareWalk(input)) return ofMixedPools(experiment, input);
    const narrowings = narrowingsOf(input);
    const { within, drift } = gaussianDiversity(input);
    const variance = input.variances.reduce((sum, value) => sum + value, 0);
    return {
      title: isTextbook(input)
        ? "E[W₂²] = σ₀²[n/M + 2(1 − c₄(M)ⁿ)]"
        : "E[W₂²] = E(μ − μ₀)² + E(σ − σ₀)²",
      source: "this project, sharpening Shumailov et al. 2024, theorem 3.1",
      statistic: "mean",
      values: within.map((retention, g) => {
        return variance * (drift[g] + (retention - 1) + 2 * narrowings[g]);
      }),
    };
  },
};

/** E σ is what it would be if σ² were a χ² with as much mean and variance. */
function ofMixedPools(experiment: TheoryInput, input: GaussianInput) {
  const all = fluctuationsOf(experiment, input);
  if (all.filter((one) => one !== null).length < 2) return null;
  const variance = input.variances.reduce((sum, value) => sum + value, 0);
  const distances = all.map((one) => {
    if (one === null) return null;
    const { within, drift, relative } = one;
    const root = Math.sqrt(within) * meanRootOfChiSquare(2 / relative, 2 / relative);
    return variance * (drift + within + 1 - 2 * root);
  });
  return {
    title: "E[W₂²] = E(μ − μ₀)² + E(σ − σ₀)², with E[σ] ≈ that of a χ²",
    source: "this project, to first order in 1/M",
    statistic: "mean" as const,
    values: Array.from({ length: input.fits }, (_, g) => distances[g] ?? null),
  };
}

function isTextbook({ unbiased, bias, workflow, shrinkage }: GaussianInput): boolean {
  return unbiased && bias === 1 && workflow.kind === "replace" && shrinkage === 0;
}

/** Nothing is left to chance: means stay where they are, and deviations follow their recursion. */
function inTheLimit(input: GaussianInput) {
  if (!input.gaussianData) return null;
  const variance = input.variances.reduce((sum, value) => sum + value, 0);
  const distances = gaussianDiversity(input).within.map(
    (left) => variance * (1 - Math.sqrt(left)) ** 2,
  );
  return {
    title: "W₂² without statistical error",
    source: "this project",
    statistic: "mean" as const,
    values: upTo(input.fits, distances),
  };
}

/** 1 − E[σ]/σ₀ after each fit, without taking the difference of two numbers that are nearly 1. */
function narrowingsOf(input: GaussianInput): number[] {
  const known = new Map<number, number>();
  let sum = 0;
  return logFactors(input).map((bias, g) => {
    const { freedom, divisor } = chiSquareOf(input, g + 1);
    const logRoot = known.get(freedom) ?? Math.log(meanRootOfChiSquare(freedom, divisor));
    known.set(freedom, logRoot);
    sum += logRoot;
    return -Math.expm1(sum + 0.5 * bias);
  });
}
