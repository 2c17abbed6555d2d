import type { ClosedForm } from "./closed-form.ts";
import { mixingOf } from "./ecosystem.ts";
import { gaussianInput } from "./gaussian.ts";
import { type TheoryInput, fitsOf, workflowOf } from "./input.ts";

/** The mean wanders without a direction, whatever of the data is real. Signed in one dimension. */
export const expectedMean: ClosedForm = {
  metric: "mean",
  curve(experiment) {
    const { facts } = experiment;
    if (facts.kind !== "vector" || facts.marginals.length > 1) return null;
    if (gaussianInput(experiment) === null && !keepsMean(experiment)) return null;
    return {
      title: "E[μ] = μ₀",
      source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
      statistic: "mean",
      values: Array.from({ length: fitsOf(experiment) }, () => 0),
    };
  },
};

/** Other loops whose models have the mean of their pool, and whose samples have that of the model. */
function keepsMean(experiment: TheoryInput): boolean {
  const { name } = experiment.family.plugin;
  // Nor does it matter who learns from whom.
  if (name === "gaussian") return mixingOf(experiment) !== null;
  return (name === "mixture" || name === "kernel-density") && workflowOf(experiment) !== null;
}
