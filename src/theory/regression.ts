import type { AnyConfig } from "../config.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { type TheoryInput, fitsOf, stepsOf, workflowOf } from "./input.ts";
import { rowsOfNewData } from "./new-data.ts";

/** Answers x · w + τz, of which a share p follows coefficients at a distance c from w. */
export interface ShiftedAnswers {
  readonly inputs: number;
  readonly samples: number;
  /** τ. */
  readonly noise: number;
  /** p. */
  readonly share: number;
  /** c. */
  readonly shift: number;
}

/**
 * E|ŵ − w|² of least squares with normal inputs, exactly. Along the shift ŵ has c B, B the part of Σu²
 * that comes from shifted rows, which is a beta variable whose parameters are half their numbers; the
 * rest of the answers, c²B(1 − B) Σu², is noise to the d − 1 other directions. Infinite for n ≤ d + 1.
 */
export function shiftedRisk({ inputs: d, samples: n, noise, share: p, shift }: ShiftedAnswers) {
  if (n <= d + 1) return Infinity;
  const spread = 3 / (n + 2) + ((d - 1) * (n + 1)) / ((n + 2) * (n - d - 1));
  return (noise ** 2 * d) / (n - d - 1) + shift ** 2 * (p ** 2 + p * (1 - p) * spread);
}

/**
 * E|ŵ - w|² of ordinary least squares that learns from its own answers, for normal inputs.
 *
 * Each fit adds σ² tr (XᵀX)⁻¹, in the mean σ² d / (T - d - 1), of that generation's noise. Real data
 * that are accumulated dilute it: with the design fixed, fit n averages the answers of all before,
 * and the factors 1/i² of the noises add up. Where all data are new each time, only answers that are
 * wrong from the start are left, and the floor of `shiftedRisk` that they make.
 */
export const expectedExcessRisk: ClosedForm = {
  metric: "excess-risk",
  curve(input) {
    const setting = settingOf(input);
    if (setting === null) return onNewData(input);
    const { replaces, noises, each } = setting;
    let risk = 0;
    const values = noises.map((noise, i) => {
      risk += (noise ** 2 * each) / (replaces ? 1 : (i + 1) ** 2);
      return risk;
    });
    return {
      title: replaces ? "E|ŵ − w|² = n σ² d/(T − d − 1)" : "E|ŵ − w|² = σ² d/(T − d − 1) Σ 1/i²",
      source: "Gerstgrasser et al. 2024, arXiv:2404.01413",
      statistic: "mean",
      values,
    };
  },
};

function settingOf(input: TheoryInput) {
  const { dataset, family, samples: T } = input;
  if (dataset.plugin.name !== "linear-model" || family.plugin.name !== "regression") return null;
  const workflow = workflowOf(input);
  const { inputs: d, noise: real } = dataset.config as Readonly<Record<string, number>>;
  const { ridge, noise, design } = family.config;
  if (ridge !== 0 || wrongAnswers(dataset.config)?.share !== 0 || T <= d + 1) return null;
  const replaces = workflow?.kind === "replace";
  // A fresh design would have the noises weighted by other matrices in every fit.
  if (!replaces && !(workflow?.kind === "accumulate" && design === "fixed")) return null;
  const noises = Array.from({ length: fitsOf(input) }, (_, i) =>
    i === 0 ? real : valueAt(noise as number | Schedule, i - 1),
  );
  return { replaces, noises, each: d / (T - d - 1) };
}

/** The answers that are wrong from the start; null where they are so in two ways. */
function wrongAnswers(config: AnyConfig): Pick<ShiftedAnswers, "share" | "shift"> | null {
  const { shiftedShare, shift, wrongShare, signal } = config as Readonly<Record<string, number>>;
  if (shiftedShare !== 0 && wrongShare !== 0) return null;
  // The opposite answers follow -w.
  return wrongShare !== 0
    ? { share: wrongShare, shift: 2 * signal }
    : { share: shiftedShare, shift };
}

/** Every pool is drawn anew; and the first one of any experiment is. */
function onNewData(input: TheoryInput): ReturnType<ClosedForm["curve"]> {
  const { dataset, family, samples } = input;
  if (dataset.plugin.name !== "linear-model" || family.plugin.name !== "regression") return null;
  const wrong = wrongAnswers(dataset.config);
  if (wrong === null || family.config["ridge"] !== 0) return null;
  const { inputs, noise } = dataset.config as Readonly<Record<string, number>>;
  const rowsOf = rowsOfNewData(stepsOf(input), samples);
  const values = Array.from({ length: fitsOf(input) }, (_, g) => {
    if (g > 0 && rowsOf === null) return null;
    const rows = rowsOf?.(g) ?? samples;
    const risk = shiftedRisk({ inputs, noise, samples: rows, ...wrong });
    return Number.isFinite(risk) ? risk : null;
  });
  if (values.every((value) => value === null)) return null;
  return {
    title: "E|ŵ − w|² = σ² d/(T − d − 1) + p² c² + O(1/T)",
    source: "Dohmatob et al. 2024, arXiv:2410.04840; exact for any T: this project",
    statistic: "mean",
    values,
  };
}
