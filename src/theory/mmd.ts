import { isotropicMedian } from "../isotropic-median.ts";
import { isSchedule } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import {
  type GaussianInput,
  chiSquareOf,
  gaussianDiversity,
  gaussianInput,
  isChiSquareWalk,
} from "./gaussian.ts";
import type { TheoryInput } from "./input.ts";
import { chiSquareSteps, smoothed } from "./log-walk.ts";

/** One dimension of a Gaussian, data units. */
export interface Axis {
  readonly mean: number;
  readonly variance: number;
}

/** MMD² of two Gaussians with independent dimensions, for the kernel e^(−|x − y|²/2b²). */
export function gaussianMmd(first: readonly Axis[], second: readonly Axis[], width: number) {
  return (
    likeness(first, first, width) +
    likeness(second, second, width) -
    2 * likeness(first, second, width)
  );
}

/** E e^(−|X − Y|²/2b²): in each dimension the difference is normal. */
function likeness(first: readonly Axis[], second: readonly Axis[], width: number): number {
  return first.reduce((product, { mean, variance }, d) => {
    const spread = width ** 2 + variance + second[d].variance;
    return (
      product *
      (width / Math.sqrt(spread)) *
      Math.exp(-((mean - second[d].mean) ** 2) / (2 * spread))
    );
  }, 1);
}

/** E[MMD²] between what a Gaussian draws that learns from its own samples, and the real one. */
export const expectedMmd: ClosedForm = {
  metric: "mmd",
  curve(experiment) {
    const input = gaussianInput(experiment);
    const width = widthOf(experiment);
    if (input === null || width === null || !input.gaussianData) return null;
    const { bias, truncation, shrinkage, full, dimensions, isLimit } = input;
    if (isSchedule(bias) || isSchedule(shrinkage) || truncation !== Infinity) return null;
    if (isLimit) return inTheLimit(input, bias, width);
    if (!isChiSquareWalk(input) || input.workflow.kind !== "replace") return null;
    if (shrinkage !== 0 || (full && dimensions > 1)) return null;
    return {
      title: "E[MMD²] of a normal whose ln σ² walks by ln χ²",
      source: "this project, with the kernels' means from Gretton et al. 2012",
      statistic: "mean",
      values: upTo(input.fits, alongTheWalk(input, bias, width)),
    };
  },
};

function widthOf({ metrics, facts }: TheoryInput): number | null {
  const { config } = metrics.find(({ plugin }) => plugin.name === "mmd")!;
  if (config["bandwidth"] === "median") return isotropicMedian(facts);
  return typeof config["width"] === "number" ? config["width"] : null;
}

function inTheLimit(input: GaussianInput, bias: number, width: number) {
  const real = input.variances.map((variance) => ({ mean: 0, variance }));
  const values = gaussianDiversity(input).within.map((left) => {
    const drawn = real.map(({ variance }) => ({ mean: 0, variance: variance * left * bias }));
    return gaussianMmd(drawn, real, width);
  });
  return {
    title: "MMD² without statistical error",
    source: "this project",
    statistic: "mean" as const,
    values: upTo(input.fits, values),
  };
}

/** What is added up for a curve, at most: longer ones end where that is reached. */
const MOST_TERMS = 5e7;

/**
 * By generation. In units of σ₀ about μ₀, a sample of a model after n fits is
 *
 *   Wₙ = z/√M + √(λC) Wₙ₋₁,   W₀ = z',   C ~ χ²_ν/d,
 *
 * so that its characteristic function is φₙ(t) = e^(−t²/2M) E φₙ₋₁(t √(λC)), and the real samples'
 * likeness to it the mean of φₙ under another normal law. Two samples of one model differ by a normal
 * of variance 2σₙ², and E f(σₙ) = E f(√(λC) σₙ₋₁) for any f.
 */
function alongTheWalk(input: GaussianInput, bias: number, width: number): number[] {
  const { samples: M, fits, variances } = input;
  const { freedom, divisor } = chiSquareOf(input, 1);
  const { spacing, weights, first } = chiSquareSteps(freedom, Math.log(bias / divisor));
  const distinct = [...new Set(variances)];
  const often = distinct.map((one) => variances.filter((other) => other === one).length);

  // Beyond √M times six the first factor leaves nothing, and nearly 0 all of these functions are 1.
  const [lowest, highest] = [Math.log(1e-4), Math.log(Math.max(9, 7 * Math.sqrt(M)))];
  const points = Array.from(
    { length: Math.ceil((highest - lowest) / spacing) },
    (_, i) => lowest + i * spacing,
  );
  let waves = Float64Array.from(points, (u) => Math.exp(-0.5 * Math.exp(2 * u)));
  const damping = Float64Array.from(points, (u) => Math.exp((-0.5 * Math.exp(2 * u)) / M));

  // The likeness of two samples of one normal, by ln σ/b: around where each dimension begins.
  const begins = distinct.map((variance) => Math.log(variance) / 2 - Math.log(width));
  const down = Math.ceil((Math.max(...begins) - lowest) / spacing);
  const up = Math.ceil(Math.log(1e4) / spacing);
  let selves = begins.map((begin) =>
    Float64Array.from({ length: down + up + 1 }, (_, i) => {
      return 1 / Math.sqrt(1 + 2 * Math.exp(2 * (begin + (i - down) * spacing)));
    }),
  );

  const ofReal = product(
    distinct.map((variance) => 1 / Math.sqrt(1 + (2 * variance) / width ** 2)),
    often,
  );
  const terms = weights.length * (points.length + distinct.length * (down + up));
  const values: number[] = [];
  while (values.length < Math.min(fits, MOST_TERMS / terms)) {
    waves = smoothed(waves, weights, first).map((value, i) => value * damping[i]);
    selves = selves.map((self) => smoothed(self, weights, first));
    const between = distinct.map((variance) => {
      const share = variance / (width ** 2 + variance);
      return Math.sqrt(1 - share) * meanUnderNormal(waves, points, share);
    });
    const own = product(
      selves.map((self) => self[down]),
      often,
    );
    values.push(own + ofReal - 2 * product(between, often));
  }
  return values;
}

/** E φ(T) of an even function for T ~ N(0, variance), from its values at e^points. */
function meanUnderNormal(values: Float64Array, points: readonly number[], variance: number) {
  const spacing = points[1] - points[0];
  const density = (t: number) =>
    Math.exp((-0.5 * t * t) / variance) / Math.sqrt(2 * Math.PI * variance);
  // The sum begins in the middle of its first term, below which the function is as there.
  const below = Math.exp(points[0]) * (1 - spacing / 2);
  return values.reduce(
    (sum, value, i) => {
      const t = Math.exp(points[i]);
      return sum + 2 * value * density(t) * t * spacing;
    },
    2 * values[0] * density(0) * below,
  );
}

function product(factors: readonly number[], often: readonly number[]): number {
  return factors.reduce((all, factor, i) => all * factor ** often[i], 1);
}
