import { type TheoryInput, type Workflow, countChainOf, fitsOf, workflowOf } from "./input.ts";
import { type CountChain, mixedSpectra } from "./mixed-spectrum.ts";
import { spectra } from "./spectrum.ts";

/** A categorical experiment, as the closed forms see it. */
export interface CountsInput {
  /** Null for a combination that has no formula. The first fit has one in any case. */
  readonly workflow: Workflow | null;
  /** Null where a count depends on more than its own past. */
  readonly chain: CountChain | null;
  /** M. */
  readonly samples: number;
  readonly fits: number;
  /** Of the real distribution. */
  readonly probabilities: Float64Array;
  /** 1 where it is that in every generation; a schedule is NaN. */
  readonly temperature: number;
}

export function countsInput(input: TheoryInput): CountsInput | null {
  const { family, facts, samples } = input;
  if (family.plugin.name !== "categorical" || facts.kind !== "category") return null;
  if (family.config["statistics"] === "exact") return null;
  return {
    workflow: workflowOf(input),
    chain: countChainOf(input),
    samples,
    fits: fitsOf(input),
    probabilities: Float64Array.from(facts.counts, (count) => count / facts.total),
    temperature: Number(family.config["temperature"] ?? 1),
  };
}

/** Whether every pool is M samples of the last model as it was learned. */
export function isDrift({ workflow, temperature }: CountsInput): boolean {
  return workflow?.kind === "replace" && temperature === 1;
}

/** Expectations after fit n = 1, 2, …, as far as they can be had exactly. */
export interface DriftExpectations {
  readonly survivors: readonly number[];
  /** Real mass on extinct categories. */
  readonly lostMass: readonly number[];
  /** Nats. */
  readonly entropy: readonly number[];
}

const known = new WeakMap<TheoryInput, DriftExpectations>();

/** As far as the counts go their own way; where they do not, of the first fit. */
export function driftExpectations(input: TheoryInput, counts: CountsInput): DriftExpectations {
  const before = known.get(input);
  if (before !== undefined) return before;
  const { probabilities, samples, chain } = counts;
  const follows = chain !== null && counts.temperature === 1 && !isDrift(counts);
  const fits = follows || isDrift(counts) ? counts.fits : 1;
  const weights = [() => 1, (k: number) => probabilities[k]];
  const all = follows
    ? mixedSpectra(probabilities, chain, fits, weights)
    : spectra(probabilities, samples, fits, weights);
  const found: Record<keyof DriftExpectations, number[]> = {
    survivors: [],
    lostMass: [],
    entropy: [],
  };
  for (const [number, mass] of all) {
    const M = number.length - 1;
    let survivors = 0;
    let entropy = 0;
    for (let x = 1; x <= M; x++) {
      survivors += number[x];
      if (number[x] > 0) entropy -= number[x] * (x / M) * Math.log(x / M);
    }
    found.survivors.push(survivors);
    found.entropy.push(entropy);
    found.lostMass.push(mass[0]);
  }
  known.set(input, found);
  return found;
}

/** −Σ p ln p, in nats. */
export function entropyOf(probabilities: Float64Array): number {
  return probabilities.reduce((sum, p) => (p === 0 ? sum : sum - p * Math.log(p)), 0);
}

/** The values of the first generations, and null for those of which nothing is known. */
export function upTo(fits: number, values: readonly number[]): (number | null)[] {
  return Array.from({ length: fits }, (_, g) => values[g] ?? null);
}
