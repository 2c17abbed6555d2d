import type { ClosedForm } from "./closed-form.ts";
import type { TheoryCurve } from "./curve.ts";
import type { TheoryInput } from "./input.ts";
import { expectedLogVariance } from "./log-variance.ts";
import { expectedMean } from "./mean.ts";
import { expectedVariance, medianVariance } from "./variance.ts";
import { expectedWasserstein } from "./wasserstein.ts";

const closedForms: readonly ClosedForm[] = [
  expectedMean,
  expectedVariance,
  medianVariance,
  expectedLogVariance,
  expectedWasserstein,
];

/** The closed forms that hold for an experiment, of the metrics that it measures. */
export function theoryFor(input: TheoryInput): readonly TheoryCurve[] {
  const measured = new Set(input.metrics.map(({ plugin }) => plugin.name));
  return closedForms
    .filter(({ metric }) => measured.has(metric))
    .flatMap(({ metric, curve }) => {
      const found = curve(input);
      return found === null ? [] : [{ metric, ...found }];
    });
}
