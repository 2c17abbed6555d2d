import { valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import {
  type GaussianInput,
  chiSquareOf,
  gaussianInput,
  isChiSquareWalk,
  leastFreedom,
  logFactors,
} from "./gaussian.ts";
import { expectedLogVariance } from "./log-variance.ts";
import { truncatedVariance } from "./truncation.ts";

const LOG_2_PI = Math.log(2 * Math.PI);
/** With fewer degrees of freedom 1/σ² has no variance, and a mean of many lineages no meaning. */
const LEAST_FREEDOM = 5;

/** E of what a model finds of its own samples: D/2 (ln 2π + λ) + E ln det Σ / 2. */
export const expectedOwnSurprise: ClosedForm = {
  metric: "differential-entropy",
  curve(experiment) {
    const input = gaussianInput(experiment);
    const logs = expectedLogVariance.curve(experiment);
    if (input === null || logs === null) return null;
    const { dimensions: D, bias, truncation } = input;
    const values = logs.values.map((log, g) => {
      if (log === null) return null;
      const drawn = valueAt(bias, g) * truncatedVariance(valueAt(truncation, g));
      return 0.5 * D * (LOG_2_PI + drawn + log);
    });
    return {
      title: "D/2 (ln 2π + λ + E[ln σ²])",
      source: "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x; the loop: this project",
      statistic: "mean",
      values,
    };
  },
};

/**
 * E[1/r] and E[(μ − μ₀)²/(σ₀² r)] of r = σ²/σ₀² after fit n = 1, 2, … along one axis.
 *
 * Each fit multiplies r by χ²/d and the bias, and moves the mean by noise that is independent of the
 * χ²; E[d/χ²_ν] = d/(ν − 2).
 */
export function inverseMoments(input: GaussianInput): { inverse: number; moved: number }[] {
  const logs = logFactors(input);
  let [inverse, moved] = [1, 0];
  return logs.map((log, g) => {
    const { freedom, divisor } = chiSquareOf(input, g + 1);
    // By how much fitting and sampling shrink the variance since the fit before.
    const factor = Math.exp(log - (g === 0 ? 0 : logs[g - 1]));
    const bias = g === 0 ? 1 : valueAt(input.bias, g - 1);
    const spread = divisor / (freedom - 2) / factor;
    inverse *= spread;
    moved = spread * (moved + bias / (freedom + 1));
    return { inverse, moved };
  });
}

function riskForm(metric: string, title: string, isDivergence: boolean): ClosedForm {
  return {
    metric,
    curve(experiment) {
      const input = gaussianInput(experiment);
      if (input === null || input.isLimit || !isChiSquareWalk(input)) return null;
      if ((input.full && input.dimensions > 1) || leastFreedom(input) < LEAST_FREEDOM) return null;
      const logs = expectedLogVariance.curve(experiment);
      if (logs === null) return null;
      const D = input.dimensions;
      const real = input.variances.reduce((sum, own) => sum + Math.log(own), 0) / D;
      const own = isDivergence ? LOG_2_PI + real + 1 : 0;
      const values = inverseMoments(input).map(({ inverse, moved }, g) => {
        const log = logs.values[g];
        return log === null ? null : 0.5 * D * (LOG_2_PI + log + inverse + moved - own);
      });
      return {
        title,
        source: "this project, from E[1/χ²]",
        statistic: "mean",
        values: upTo(
          input.fits,
          values.map((value) => value ?? NaN),
        ).map((value) => (value !== null && Number.isFinite(value) ? value : null)),
      };
    },
  };
}

/** How much models are surprised by their own samples and by real ones. */
export const surpriseForms: readonly ClosedForm[] = [
  expectedOwnSurprise,
  riskForm("population-risk", "½(ln 2π + E[ln σ²] + E[(σ₀² + (μ − μ₀)²)/σ²])", false),
  riskForm("density-divergence", "½(E[ln σ²/σ₀²] + E[(σ₀² + (μ − μ₀)²)/σ²] − 1)", true),
];
