import { type Schedule, valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { drawnIn } from "./composed.ts";
import { upTo } from "./counts.ts";
import { type TheoryInput, fitsOf, stepsOf } from "./input.ts";

/** With fewer rows the terms beyond 1/T are more than a per cent. */
const LEAST_ROWS = 8;
/** Of the penalty, for a derivative. */
const STEP = 1e-4;

/**
 * E tr (S + λ)⁻¹ / d of the mean S of T outer products of standard normal inputs: Marčenko & Pastur
 * 1967, doi:10.1070/SM1967v001n04ABEH001994, and the next term in 1/T, Bai & Silverstein 2004,
 * doi:10.1214/aop/1078415845. For λ → 0 nearly T/(T − d − 1).
 */
export function meanResolvent(inputs: number, samples: number, ridge: number): number {
  const ratio = inputs / samples;
  const b = 1 - ratio + ridge;
  const m = 2 / (b + Math.sqrt(b * b + 4 * ratio * ridge));
  const companion = ratio * m + (1 - ratio) / ridge;
  const part = companion / (1 + companion);
  return m + (ratio * part ** 3) / (1 - ratio * part ** 2) ** 2 / inputs;
}

/** What a fit with a penalty makes of the coefficients that it should find. */
export interface Shrinkage {
  /** How much it finds of them, on average. */
  readonly found: number;
  /** The same of the square of their length. */
  readonly square: number;
  /** What noise of deviation 1 in the answers adds to that. */
  readonly noise: number;
}

/** With m = E tr (S + λ)⁻¹ / d: 1 − λm, 1 − 2λm − λ²m′ and (m + λm′) d/T. */
export function shrinkageOf(inputs: number, samples: number, ridge: number): Shrinkage {
  const m = meanResolvent(inputs, samples, ridge);
  const step = STEP * ridge;
  const slope =
    (meanResolvent(inputs, samples, ridge + step) - meanResolvent(inputs, samples, ridge - step)) /
    (2 * step);
  return {
    found: 1 - ridge * m,
    square: 1 - 2 * ridge * m - ridge ** 2 * slope,
    noise: ((m + ridge * slope) * inputs) / samples,
  };
}

/**
 * E|ŵ − w|² of ridge regression that learns from its own answers at new places each time: inputs
 * without a direction of their own, so that E|ŵ|² and E ŵ·w follow from themselves.
 */
export const expectedRidgeRisk: ClosedForm = {
  metric: "excess-risk",
  curve(input: TheoryInput) {
    const { dataset, family, samples } = input;
    if (dataset.plugin.name !== "linear-model" || family.plugin.name !== "regression") return null;
    const { inputs, signal, noise, shiftedShare, wrongShare } = dataset.config as Readonly<
      Record<string, number>
    >;
    const steps = stepsOf(input);
    const isAllNew = steps.every(({ name }) => name === "pool-size");
    if (shiftedShare !== 0 || wrongShare !== 0 || family.config["design"] !== "fresh") return null;
    const setting = (name: string, g: number) =>
      valueAt(family.config[name] as number | Schedule, g);
    const values: number[] = [];
    let [along, square] = [signal ** 2, signal ** 2];
    for (let g = 0; g < (isAllNew ? fitsOf(input) : 1); g++) {
      const ridge = setting("ridge", g);
      // Without a penalty least squares have a formula of their own.
      if (!(ridge > 0)) return null;
      const rows = g === 0 ? samples : drawnIn(steps, samples, g - 1);
      if (rows < LEAST_ROWS) return null;
      const shrinkage = shrinkageOf(inputs, rows, ridge);
      const deviation = g === 0 ? noise : setting("noise", g - 1);
      along *= shrinkage.found;
      square = shrinkage.square * square + shrinkage.noise * deviation ** 2;
      values.push(square - 2 * along + signal ** 2);
    }
    return {
      title: "E|ŵ − w|², by Marčenko and Pastur's law and its next term in 1/T",
      source: "this project, after Dohmatob et al. 2024, arXiv:2402.07712",
      statistic: "mean",
      values: upTo(fitsOf(input), values),
    };
  },
};
