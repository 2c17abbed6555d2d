import { meanRootOfChiSquare } from "./chi-square.ts";
import type { ClosedForm } from "./closed-form.ts";
import { chiSquareOf, gaussianDiversity, gaussianInput, isChiSquareWalk } from "./gaussian.ts";

/**
 * E[W₂²] to the real Gaussian along independent axes: E(μ − μ₀)² + E(σ − σ₀)². Unbiased this is
 * σ₀²[n/M + 2(1 − c₄(M)ⁿ)].
 */
export const expectedWasserstein: ClosedForm = {
  metric: "w2",
  curve(experiment) {
    const input = gaussianInput(experiment);
    if (input === null || input.samples < 2 || !isChiSquareWalk(input)) return null;
    if (input.full && input.dimensions > 1) return null;
    const { freedom, divisor } = chiSquareOf(input);
    const root = meanRootOfChiSquare(freedom, divisor);
    const { within, drift } = gaussianDiversity(input);
    const variance = input.variances.reduce((sum, value) => sum + value, 0);
    return {
      title:
        input.unbiased && input.bias === 1
          ? "E[W₂²] = σ₀²[n/M + 2(1 − c₄(M)ⁿ)]"
          : "E[W₂²] = E(μ − μ₀)² + E(σ − σ₀)²",
      source: "this project, sharpening Shumailov et al. 2024, theorem 3.1",
      statistic: "mean",
      values: within.map((_, g) => {
        // 1 − E[σ]/σ₀ without taking the difference of two numbers that are nearly 1.
        const narrowing =
          input.bias === 0 && g > 0
            ? 1
            : -Math.expm1(
                (g + 1) * Math.log(root) + (g === 0 ? 0 : 0.5 * g * Math.log(input.bias)),
              );
        return variance * (drift[g] + (within[g] - 1) + 2 * narrowing);
      }),
    };
  },
};
