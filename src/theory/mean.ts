import type { ClosedForm } from "./closed-form.ts";
import { gaussianInput } from "./gaussian.ts";

/** The mean wanders without a direction, whatever of the data is real. Signed in one dimension. */
export const expectedMean: ClosedForm = {
  metric: "mean",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input === null || input.dimensions > 1) return null;
    return {
      title: "E[μ] = μ₀",
      source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
      statistic: "mean",
      values: Array.from({ length: input.fits }, () => 0),
    };
  },
};
