import type { Diversity, DiversitySettings } from "./diversity.ts";
import { binomialRow } from "./binomial.ts";
import type { Passing, Workflow } from "./input.ts";

export type Filtered = Extract<Workflow, { kind: "filtered" }>;

/** Pairs of counts that are worth adding up. */
const MOST_PAIRS = 1e7;

/** The real share of what a detector lets through: γ(1 − f) / (γ(1 − f) + (1 − γ)(1 − t)). */
export function effectiveShare(real: number, keepsReal: number, keepsSynthetic: number): number {
  const passed = real * keepsReal;
  return passed / (passed + (1 - real) * keepsSynthetic);
}

/** The share of wrong samples above which most of what a verifier lets through is wrong. */
export function breakdownShare(keepsCorrect: number, keepsWrong: number): number {
  return 1 / (1 + keepsWrong / keepsCorrect);
}

/** Whether `filteredDiversity` can be had in reasonable time, of all that a schedule may bring. */
export function isCountable(all: readonly Passing[], samples: number): boolean {
  const width = (count: number, p: number) => Math.min(count, 20 * Math.sqrt(count * p * (1 - p)));
  const pairs = all.reduce((sum, { rows, keepsReal, keepsSynthetic }) => {
    return sum + width(rows, keepsReal) * width(samples - rows, keepsSynthetic);
  }, 0);
  return pairs < MOST_PAIRS;
}

/** What follows from the chances of each generation, worked out once for those that are the same. */
export function byPassing<T>(
  workflow: Filtered,
  of: (passing: Passing) => T,
): (generation: number) => T {
  const known = new Map<string, T>();
  return (generation) => {
    const passing = workflow.at?.(generation) ?? workflow;
    const { rows, keepsReal, keepsSynthetic } = passing;
    const key = [rows, keepsReal, keepsSynthetic].join();
    const found = known.get(key) ?? of(passing);
    known.set(key, found);
    return found;
  };
}

/**
 * See `diversity`: `rows` of the M are fresh real samples, and a filter that looks at where a sample
 * comes from lets each of both kinds through by a chance of its own.
 *
 * How many of either kind are left is independent of all that went before, and what is left is a
 * pool of two parts; so its law is averaged over the two counts. A pool of which nothing is left
 * leaves the model as it was.
 */
export function filteredDiversity(
  workflow: Filtered,
  { samples: M, fits, sampling = () => 1, unbiased = false }: DiversitySettings,
): Diversity {
  const lawAt = byPassing(workflow, (passing) => lawOf(passing, M, unbiased));
  const within = [unbiased ? 1 : 1 - 1 / M];
  const drift = [1 / M];
  for (let n = 1; n < fits; n++) {
    const law = lawAt(n - 1);
    const [before, gone] = [within[n - 1], drift[n - 1]];
    const drawn = sampling(n - 1) * before;
    within.push(law.own * drawn + law.real + law.apart * gone + law.empty * before);
    drift.push((law.stays + law.empty) * gone + law.wanders * drawn + law.realWanders);
  }
  return { within, drift };
}

/** What the moments of the next fit are made of. */
interface Law {
  /** Of the variance: for each unit that the model's samples have, of the real ones, of the drift. */
  readonly own: number;
  readonly real: number;
  readonly apart: number;
  /** Of the drift: what stays of it, what samples of the model add to it, and real ones. */
  readonly stays: number;
  readonly wanders: number;
  readonly realWanders: number;
  /** The chance that nothing is left. */
  readonly empty: number;
}

function lawOf({ rows, keepsReal, keepsSynthetic }: Passing, M: number, unbiased: boolean): Law {
  const law = { own: 0, real: 0, apart: 0, stays: 0, wanders: 0, realWanders: 0, empty: 0 };
  const reals = binomialRow(rows, keepsReal);
  const others = binomialRow(M - rows, keepsSynthetic);
  for (const [i, chance] of reals.probabilities.entries()) {
    for (const [j, other] of others.probabilities.entries()) {
      const [R, S] = [reals.from + i, others.from + j];
      const N = R + S;
      const weight = chance * other;
      if (N === 0) {
        law.empty += weight;
        continue;
      }
      const widening = unbiased && N > 1 ? N / (N - 1) : 1;
      // s v (1 − 1/S) + w (1 − 1/R) + s w (drift + v/S + 1/R), with s = S/N and w = R/N
      law.own += weight * widening * (Math.max(0, S - 1) / N + (S > 0 ? R / N ** 2 : 0));
      law.real += weight * widening * (Math.max(0, R - 1) / N + (R > 0 ? S / N ** 2 : 0));
      law.apart += weight * widening * ((S * R) / N ** 2);
      law.stays += weight * (S / N) ** 2;
      law.wanders += (weight * S) / N ** 2;
      law.realWanders += (weight * R) / N ** 2;
    }
  }
  return law;
}

/** E of the share of right samples among those that pass, of N drawn by a model fitted to N real ones. */
export function verifiedShare({
  correct,
  keepsCorrect,
  keepsWrong,
  samples,
}: {
  /** Their real probability. */
  readonly correct: number;
  readonly keepsCorrect: number;
  readonly keepsWrong: number;
  readonly samples: number;
}): number {
  const { from, probabilities } = binomialRow(samples, correct);
  return probabilities.reduce((sum, chance, i) => {
    const share = (from + i) / samples;
    return sum + chance * effectiveShare(share, keepsCorrect, keepsWrong);
  }, 0);
}
