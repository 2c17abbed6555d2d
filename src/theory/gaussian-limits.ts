import { type Component, isGaussian, mixtureMoments } from "../distribution.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import { hasFilterLimit, isFilter, limitModels } from "./filter-limits.ts";
import { type TheoryInput, fitsOf, stepsOf } from "./input.ts";
import { type LimitGaussian, gaussianSpace } from "./limit-spaces.ts";
import { truncatedVariance } from "./truncation.ts";

/** A Gaussian in the limit, generation by generation. */
interface Limit {
  readonly models: readonly LimitGaussian[];
  /** How many dimensions change, from the first on. */
  readonly moving: number;
  /** [D] of the real data. */
  readonly variances: readonly number[];
  /** Mean square of what a model draws in generation g, about its own mean, for each of its own. */
  readonly drawn: (generation: number) => number;
  readonly isGaussian: boolean;
}

/** Of a mean, in deviations: that of symmetric sums. */
const ROUNDING = 1e-12;

const known = new WeakMap<TheoryInput, Limit | null>();

function limitOf(input: TheoryInput): Limit | null {
  const before = known.get(input);
  if (before !== undefined) return before;
  const found = foundLimit(input);
  known.set(input, found);
  return found;
}

function foundLimit(input: TheoryInput): Limit | null {
  const { family, facts, samples } = input;
  const steps = stepsOf(input);
  if (facts.kind !== "vector" || family.config["statistics"] === "exact") return null;
  if (!steps.some(isFilter) || !hasFilterLimit(steps)) return null;
  const space = gaussianSpace(input, steps);
  if (space === null) return null;
  const models: LimitGaussian[] = [];
  for (const model of limitModels(space, steps, samples)) {
    // Nothing is left of a model without any width.
    if (!(model.ratio > 0)) break;
    models.push(model);
    if (models.length === fitsOf(input)) break;
  }
  if (models.length < 2) return null;
  const { samplingBias = 1, truncation } = family.config;
  const setting = (value: unknown, g: number) => valueAt(value as number | Schedule, g);
  return {
    models,
    moving: space.moving,
    variances: facts.marginals.map((m: readonly Component[]) => mixtureMoments(m).deviation ** 2),
    drawn: (g) => setting(samplingBias, g) * truncatedVariance(setting(truncation ?? Infinity, g)),
    isGaussian: isGaussian(facts),
  };
}

/** Of every dimension: what it has, what the real data have, and how far it is away from them. */
interface Axis {
  readonly variance: number;
  readonly real: number;
  readonly offset: number;
}

function axesOf({ moving, variances }: Limit, { ratio, offset }: LimitGaussian): readonly Axis[] {
  return variances.map((real, d) => ({
    variance: d < moving ? ratio * real : real,
    real,
    offset: d === 0 && Math.abs(offset) > ROUNDING * Math.sqrt(real) ? offset : 0,
  }));
}

function sumOver(axes: readonly Axis[], of: (axis: Axis) => number): number {
  return axes.reduce((sum, axis) => sum + of(axis), 0);
}

function limitForm(
  metric: string,
  title: string,
  of: (axes: readonly Axis[], limit: Limit, generation: number) => number,
  needsGaussian = false,
): ClosedForm {
  return {
    metric,
    curve(input) {
      const limit = limitOf(input);
      if (limit === null || (needsGaussian && !limit.isGaussian)) return null;
      const values = limit.models.map((model, g) => of(axesOf(limit, model), limit, g));
      return {
        title: `${title} for infinitely many samples`,
        source: "this project, for the filters of Feng et al. 2024, arXiv:2406.07515, and others",
        statistic: "limit",
        values: upTo(fitsOf(input), values),
      };
    },
  };
}

const LOG_2_PI = Math.log(2 * Math.PI);

/** −E ln p of real samples. */
function riskOf(axes: readonly Axis[]): number {
  return sumOver(axes, ({ variance, real, offset }) => {
    return 0.5 * (LOG_2_PI + Math.log(variance) + (real + offset ** 2) / variance);
  });
}

/** What filters make of Gaussians that are fitted to very many samples. */
export const gaussianLimitForms: readonly ClosedForm[] = [
  // Signed in one dimension, and the root of the mean square in several.
  limitForm("mean", "μ", (axes) =>
    axes.length === 1 ? axes[0].offset : Math.abs(axes[0].offset) / Math.sqrt(axes.length),
  ),
  limitForm("variance", "σ²", (axes) => sumOver(axes, ({ variance }) => variance) / axes.length),
  limitForm(
    "log-variance",
    "ln σ²",
    (axes) => sumOver(axes, ({ variance }) => Math.log(variance)) / axes.length,
  ),
  limitForm(
    "w2",
    "W₂²",
    (axes) =>
      sumOver(axes, ({ variance, real, offset }) => {
        return offset ** 2 + (Math.sqrt(variance) - Math.sqrt(real)) ** 2;
      }),
    true,
  ),
  limitForm("differential-entropy", "−E ln p of the model's own samples", (axes, { drawn }, g) =>
    sumOver(axes, ({ variance }) => 0.5 * (LOG_2_PI + Math.log(variance) + drawn(g))),
  ),
  limitForm("population-risk", "−E ln p of real samples", riskOf),
  limitForm(
    "density-divergence",
    "E ln(p₀/p) of real samples",
    (axes) => riskOf(axes) - sumOver(axes, ({ real }) => 0.5 * (LOG_2_PI + Math.log(real) + 1)),
    true,
  ),
];
