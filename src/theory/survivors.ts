import type { ClosedForm } from "./closed-form.ts";
import { type CountsInput, countsInput, driftExpectations, isDrift, upTo } from "./counts.ts";
import type { TheoryInput } from "./input.ts";
import { distinct, lostMassByBranching, survivorsByBranching } from "./survival.ts";

/** Branching is right as long as n is small beside M: at a twentieth it is off by a per cent. */
const BRANCHING_REACH = 1 / 20;
/** Exponentials that a curve is worth. */
const MOST_TERMS = 1e7;

export const expectedSurvivors: ClosedForm = {
  metric: "survivors",
  curve(experiment) {
    const input = countsInput(experiment);
    if (input === null) return null;
    const { survivors } = driftExpectations(experiment, input);
    return extinctionCurve("survivors", input, survivors, survivorsByBranching);
  },
};

export const expectedLostMass: ClosedForm = {
  metric: "lost-mass",
  curve(experiment: TheoryInput) {
    const input = countsInput(experiment);
    if (input === null) return null;
    const { lostMass } = driftExpectations(experiment, input);
    return extinctionCurve("lost mass", input, lostMass, lostMassByBranching);
  },
};

function extinctionCurve(
  what: string,
  input: CountsInput,
  exact: readonly number[],
  branching: (probabilities: Float64Array, samples: number, fits: number) => number[],
) {
  const { probabilities, samples, fits } = input;
  const mean = (title: string, source: string, values: readonly number[]) => ({
    title,
    source,
    statistic: "mean" as const,
    values: upTo(fits, values),
  });
  const wright = "Wright 1931, doi:10.1093/genetics/16.2.97";
  if (input.workflow?.kind === "accumulate" && exact.length > 0) {
    const kept = Array.from({ length: fits }, () => exact[0]);
    return mean(`E[${what}]: what the first real data have is never lost`, "this project", kept);
  }
  if (!isDrift(input)) {
    const title = exact.length > 1 ? ", Markov chain of each count" : " of the first fit";
    return mean(`E[${what}]${title}`, wright, exact);
  }
  if (exact.length === fits) return mean(`E[${what}], Markov chain of each count`, wright, exact);
  const affordable = Math.floor(MOST_TERMS / distinct(probabilities).length);
  const reach = Math.min(fits, affordable, Math.floor(samples * BRANCHING_REACH));
  return mean(
    `E[${what}], Galton–Watson with s ← e^(s−1)`,
    "Watson & Galton 1875, doi:10.2307/2841222",
    branching(probabilities, samples, reach),
  );
}
