import type { ClosedForm } from "./closed-form.ts";
import { countsInput, upTo } from "./counts.ts";
import { diversity } from "./diversity.ts";
import { mixingOf } from "./ecosystem.ts";

/** E[1 − Σp²] = H₀(1 − 1/M)ⁿ, and what interventions make of it; a temperature ends it at g = 0. */
export const expectedHeterozygosity: ClosedForm = {
  metric: "heterozygosity",
  curve(experiment) {
    const input = countsInput(experiment);
    if (input === null || mixingOf(experiment) !== null) return null;
    const { samples, fits, probabilities } = input;
    const known = input.workflow !== null && input.temperature === 1;
    const workflow = input.workflow ?? { kind: "replace" };
    const { within } = diversity({ workflow, samples, fits: known ? fits : 1 });
    const real = 1 - probabilities.reduce((sum, p) => sum + p * p, 0);
    return {
      title: {
        replace: "E[H] = H₀(1 − 1/M)ⁿ",
        accumulate: "E[H] = H₀ ∏(1 − 1/(M k²))",
        filtered: "E[H] of what the detector lets through",
        fresh: "E[H] with fresh real samples",
        archive: "E[H] with real samples kept",
        resized: "E[H] = H₀ ∏(1 − 1/Mᵢ)",
        subset: "E[H] of M samples out of all so far",
        composed: "E[H], exact second moments of every pool",
      }[workflow.kind],
      source: "Wright 1931, doi:10.1093/genetics/16.2.97; mixed pools: this project",
      statistic: "mean",
      values: upTo(
        fits,
        within.map((retention) => real * retention),
      ),
    };
  },
};
