import { isSchedule } from "../schedule.ts";
import { expectedAccuracy } from "./accuracy.ts";
import { chainLimitForms } from "./chain-limits.ts";
import type { ClosedForm } from "./closed-form.ts";
import type { TheoryCurve } from "./curve.ts";
import { distanceForms } from "./distances.ts";
import { ecosystemForms } from "./ecosystem.ts";
import { expectedDivergence, expectedEntropy } from "./entropy.ts";
import { expectedChosenVariance } from "./chosen.ts";
import { deduplicatedForms } from "./deduplicated.ts";
import { categoryLimitForms, exactForms } from "./exact-categories.ts";
import { gaussianLimitForms } from "./gaussian-limits.ts";
import { expectedHeterozygosity } from "./heterozygosity.ts";
import type { TheoryInput } from "./input.ts";
import { expectedLogVariance } from "./log-variance.ts";
import { expectedLostTransitions } from "./markov.ts";
import { expectedMean } from "./mean.ts";
import { expectedMmd } from "./mmd.ts";
import { expectedLostMass, expectedSurvivors } from "./survivors.ts";
import { expectedBlurredVariance } from "./blurred.ts";
import { expectedVariance, medianVariance } from "./variance.ts";
import { expectedExcessRisk } from "./regression.ts";
import { expectedRidgeRisk } from "./ridge.ts";
import { surpriseForms } from "./surprise.ts";
import { expectedVerifiedDiversity } from "./verified-counts.ts";
import { expectedWasserstein } from "./wasserstein.ts";

/** Those that follow settings from one generation to the next. */
const scheduledForms: readonly ClosedForm[] = [
  expectedMean,
  expectedVariance,
  medianVariance,
  expectedLogVariance,
  expectedBlurredVariance,
  expectedWasserstein,
  expectedHeterozygosity,
  expectedSurvivors,
  expectedLostMass,
  expectedEntropy,
  expectedDivergence,
  expectedAccuracy,
  expectedExcessRisk,
  expectedRidgeRisk,
  ...exactForms,
  ...deduplicatedForms,
  ...distanceForms,
  expectedChosenVariance,
  expectedVerifiedDiversity,
  ...surpriseForms,
];

/** Those for settings that stay as they are. */
const closedForms: readonly ClosedForm[] = [
  ...scheduledForms,
  expectedMmd,
  expectedLostTransitions,
  ...ecosystemForms,
];

/** Where there is nothing else: what infinitely many samples would make of it. */
const limitForms: readonly ClosedForm[] = [
  ...categoryLimitForms,
  ...chainLimitForms,
  ...gaussianLimitForms,
];

/**
 * The closed forms that hold for an experiment, of the metrics that it measures. None for a fork: they
 * begin with the first fit, and up to where it begins a fork was another experiment.
 */
export function theoryFor(input: TheoryInput, isFork = false): readonly TheoryCurve[] {
  if (isFork) return [];
  const measured = new Set(input.metrics.map(({ plugin }) => plugin.name));
  const schedules = [input.dataset, input.family, ...input.interventions].flatMap(({ config }) =>
    Object.values(config).filter(isSchedule),
  );
  // Nobody has a formula for lineages that differ.
  if (schedules.some((schedule) => "members" in schedule)) return [];
  const found = curvesOf(schedules.length === 0 ? closedForms : scheduledForms, measured, input);
  const lasting = new Set(found.filter(goesOn).map(({ metric }) => metric));
  const unknown = new Set([...measured].filter((metric) => !lasting.has(metric)));
  return [
    // What is known of the first fit alone is part of what is known of all.
    ...found.filter((curve) => goesOn(curve) || unknown.has(curve.metric)),
    ...curvesOf(limitForms, unknown, input),
  ];
}

function goesOn({ values }: TheoryCurve): boolean {
  return values.filter((value) => value !== null).length > 1;
}

function curvesOf(
  forms: readonly ClosedForm[],
  metrics: ReadonlySet<string>,
  input: TheoryInput,
): readonly TheoryCurve[] {
  return forms
    .filter(({ metric }) => metrics.has(metric))
    .flatMap((form) => {
      const found = form.curve(input);
      return found === null ? [] : [{ metric: form.metric, ...found }];
    });
}
