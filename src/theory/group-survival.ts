import type { GroupLaw, KnownGroups } from "../group-figures.ts";
import { groupsOf, memberGroups } from "../groups.ts";
import { countsInput, isDrift } from "./counts.ts";
import type { TheoryInput } from "./input.ts";
import { spectra } from "./spectrum.ts";
import { survivorsByBranching } from "./survival.ts";

/** What is known of the groups of an experiment before it is run, or goes on where another one was. */
export function knownGroups(experiment: TheoryInput, isFork: boolean): KnownGroups {
  return { real: groupsOf(experiment.facts), laws: isFork ? [] : groupSurvival(experiment) };
}

/** Branching is right as long as n is small beside M: at a twentieth it is off by a per cent. */
const BRANCHING_REACH = 1 / 20;

/**
 * In how many lineages each group of categories is alive after fit n = 1, 2, …: nothing tells its
 * members apart where samples alone decide, so that the group is as one category of its whole share.
 */
export function groupSurvival(experiment: TheoryInput): readonly GroupLaw[] {
  const { facts } = experiment;
  const input = countsInput(experiment);
  if (facts.kind !== "category" || input === null || !isDrift(input)) return [];
  const { groups } = memberGroups(facts.counts, facts.groups) ?? { groups: [] };
  const { samples, fits } = input;
  const shares = Float64Array.from(groups, ({ share }) => share);
  const only = groups.map((_, g) => (k: number) => (k === g ? 1 : 0));
  const found = [...spectra(shares, samples, fits, only)];
  if (found.length === fits && fits > 1) {
    return groups.map(({ name }, g) => ({
      name,
      title: "Markov chain of its count",
      source: "Wright 1931, doi:10.1093/genetics/16.2.97",
      survival: found.map((spectrum) => 1 - spectrum[g][0]),
    }));
  }
  const reach = Math.min(fits, Math.floor(samples * BRANCHING_REACH));
  if (reach < 2) return [];
  return groups.map(({ name, share }) => ({
    name,
    title: "Galton–Watson with s ← e^(s−1)",
    source: "Watson & Galton 1875, doi:10.2307/2841222",
    survival: survivorsByBranching(Float64Array.of(share), samples, reach),
  }));
}
