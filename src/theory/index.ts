import { isSchedule } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import type { TheoryCurve } from "./curve.ts";
import { ecosystemForms } from "./ecosystem.ts";
import { expectedDivergence, expectedEntropy } from "./entropy.ts";
import { exactForms } from "./exact-categories.ts";
import { expectedHeterozygosity } from "./heterozygosity.ts";
import type { TheoryInput } from "./input.ts";
import { expectedLogVariance } from "./log-variance.ts";
import { expectedLostTransitions } from "./markov.ts";
import { expectedMean } from "./mean.ts";
import { expectedLostMass, expectedSurvivors } from "./survivors.ts";
import { expectedBlurredVariance } from "./blurred.ts";
import { expectedVariance, medianVariance } from "./variance.ts";
import { expectedExcessRisk } from "./regression.ts";
import { expectedWasserstein } from "./wasserstein.ts";

/** Those that follow settings from one generation to the next. */
const scheduledForms: readonly ClosedForm[] = [
  expectedMean,
  expectedVariance,
  medianVariance,
  expectedLogVariance,
  expectedWasserstein,
  expectedHeterozygosity,
  expectedSurvivors,
  expectedLostMass,
  expectedEntropy,
  expectedDivergence,
  ...exactForms,
];

/** Those for settings that stay as they are. */
const closedForms: readonly ClosedForm[] = [
  ...scheduledForms,
  expectedBlurredVariance,
  expectedExcessRisk,
  expectedLostTransitions,
  ...ecosystemForms,
];

/** The closed forms that hold for an experiment, of the metrics that it measures. */
export function theoryFor(input: TheoryInput): readonly TheoryCurve[] {
  const measured = new Set(input.metrics.map(({ plugin }) => plugin.name));
  const schedules = [input.dataset, input.family, ...input.interventions].flatMap(({ config }) =>
    Object.values(config).filter(isSchedule),
  );
  // Nobody has a formula for lineages that differ.
  if (schedules.some((schedule) => "members" in schedule)) return [];
  return (schedules.length === 0 ? closedForms : scheduledForms)
    .filter(({ metric }) => measured.has(metric))
    .flatMap((form) => {
      const found = form.curve(input);
      return found === null ? [] : [{ metric: form.metric, ...found }];
    });
}
