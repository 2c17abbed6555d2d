import type { RealFacts } from "../distribution.ts";
import { lostTransitions } from "../kernels/markov/lost.ts";
import { defineMetric } from "./metric.ts";

export const transitionsLost = defineMetric({
  name: "transitions-lost",
  title: "Transitions lost",
  summary:
    "How much of the real text consists of pairs of neighbours that the model has never seen.",
  source: "this project",
  unit: "",
  settings: {},
  kernels: [lostTransitions],
  needsReal: [],
  needs: ["transitions"],

  refuses: (facts) =>
    facts.kind === "tokens" && facts.chain === undefined
      ? 'needs a chain behind the texts; take the dataset "markov-source"'
      : null,

  measure({ backend, scope, lineages }, { real, current }) {
    const { counts } = current.transitions;
    const V = counts.shape[1];
    const shares = scope.tensor("shares of pairs", "f32", [V, V], sharesOf(real.facts));
    const lost = scope.tensor("transitions lost", "f32", [lineages]);
    backend.dispatch(lostTransitions, { counts, shares, lost }, {});
    return lost;
  },
});

/** [V, V]: how much of all pairs of real neighbours each is. */
function sharesOf(facts: RealFacts): Float32Array<ArrayBuffer> {
  const { frequencies, chain } = facts as Extract<RealFacts, { kind: "tokens" }>;
  const V = frequencies.length;
  const shares = new Float32Array(V * V);
  for (let u = 0; u < V; u++) {
    const row = chain!.counts.subarray(u * V, (u + 1) * V);
    const total = row.reduce((sum, count) => sum + count, 0);
    for (const [v, count] of row.entries()) shares[u * V + v] = (frequencies[u] * count) / total;
  }
  return shares;
}
