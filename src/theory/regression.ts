import type { ClosedForm } from "./closed-form.ts";
import { type TheoryInput, fitsOf, workflowOf } from "./input.ts";

/**
 * E|ŵ - w|² of ordinary least squares that learns from its own answers, for normal inputs.
 *
 * Each fit adds σ² tr (XᵀX)⁻¹, in the mean σ² d / (T - d - 1), of that generation's noise. Real data
 * that are accumulated dilute it: with the design fixed, fit n averages the answers of all before,
 * and the factors 1/i² of the noises add up.
 */
export const expectedExcessRisk: ClosedForm = {
  metric: "excess-risk",
  curve(input) {
    const setting = settingOf(input);
    if (setting === null) return null;
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
  const {
    inputs: d,
    shiftedShare,
    noise: real,
  } = dataset.config as Readonly<Record<string, number>>;
  const { ridge, noise, design } = family.config;
  if (ridge !== 0 || shiftedShare !== 0 || T <= d + 1) return null;
  const replaces = workflow?.kind === "replace";
  // A fresh design would have the noises weighted by other matrices in every fit.
  if (!replaces && !(workflow?.kind === "accumulate" && design === "fixed")) return null;
  const noises = Array.from({ length: fitsOf(input) }, (_, i) =>
    i === 0 ? real : (noise as number),
  );
  return { replaces, noises, each: d / (T - d - 1) };
}
