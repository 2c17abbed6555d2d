import type { MarkovChain, RealFacts } from "../distribution.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import { fitsOf } from "./input.ts";

/** Multiplications that a curve is worth. */
const MOST_WORK = 2e8;

/**
 * E of the share of real pairs that the first fit never sees. A text of T tokens goes without the pair
 * (u, v) with the chance πᵀ Q^(T−1) 1, Q being the real transition matrix without that entry, and
 * N texts are independent. Of later fits nobody knows.
 */
export const expectedLostTransitions: ClosedForm = {
  metric: "transitions-lost",
  curve(input) {
    const { family, facts, samples } = input;
    if (family.plugin.name !== "markov-chain" || facts.kind !== "tokens") return null;
    const lost = lostAtFirst(facts, samples);
    if (lost === null) return null;
    return {
      title: "Σ π(u) P(u, v) (πᵀ Q^(T − 1) 1)^N, the first time",
      source: "this project",
      statistic: "mean",
      values: upTo(fitsOf(input), [lost]),
    };
  },
};

/** Null for a source that is no chain, or one too large to go through. */
export function lostAtFirst(
  { chain, length: T }: Extract<RealFacts, { kind: "tokens" }>,
  N: number,
): number | null {
  if (chain === undefined) return null;
  const { starts, links } = linksOf(chain);
  if (links.length ** 2 * T > MOST_WORK) return null;
  const V = starts.length;
  let lost = 0;
  for (const missing of links) {
    let at = starts;
    for (let t = 1; t < T; t++) {
      const next = new Float64Array(V);
      for (const link of links) {
        if (link !== missing) next[link.to] += at[link.from] * link.chance;
      }
      at = next;
    }
    const unseen = at.reduce((sum, chance) => sum + chance, 0);
    lost += starts[missing.from] * missing.chance * unseen ** N;
  }
  return lost;
}

/** Chances instead of counts. */
function linksOf({ starts: counts, counts: pairs }: MarkovChain) {
  const V = counts.length;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const links = Array.from(counts).flatMap((_, from) => {
    const row = pairs.subarray(from * V, (from + 1) * V);
    const total = row.reduce((sum, count) => sum + count, 0);
    return Array.from(row, (count, to) => ({ from, to, chance: count / total })).filter(
      ({ chance }) => chance > 0,
    );
  });
  return { starts: Float64Array.from(counts, (count) => count / all), links };
}
