import { defineMetric } from "./metric.ts";

export const entropyRate = defineMetric({
  name: "entropy-rate",
  title: "Entropy rate",
  summary:
    "How many nats a token of the model's texts tells whoever has read the one before it, exactly.",
  source: "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
  unit: "nats",
  settings: {},
  kernels: [],
  needsReal: [],
  needs: ["transitions"],

  async measure({ backend, scope, space, dry, lineages: L }, { current }) {
    const { starts, counts } = current.transitions;
    const [, V] = starts.shape;
    const T = space.kind === "tokens" ? space.length : 0;
    if (dry) return scope.tensor("entropy rate", "f32", [L]);
    const [beginnings, pairs] = await backend.read(starts, counts);
    const rates = Float32Array.from({ length: L }, (_, l) =>
      rateOf(beginnings.subarray(l * V, (l + 1) * V), pairs.subarray(l * V * V), T),
    );
    return scope.tensor("entropy rate", "f32", [L], rates);
  },
});

/** The mean over the places of a text but the first of H(token | the one before it). */
export function rateOf(starts: Uint32Array, counts: Uint32Array, T: number): number {
  const V = starts.length;
  const beginning = followersOf(starts);
  const rows = Array.from(starts, (_, u) => {
    const row = followersOf(counts.subarray(u * V, (u + 1) * V));
    return row.chances.length === 0 ? beginning : row;
  });
  let at = new Float64Array(V);
  for (const [i, v] of beginning.tokens.entries()) at[v] = beginning.chances[i];
  let nats = 0;
  for (let t = 1; t < T; t++) {
    const next = new Float64Array(V);
    for (const [u, { tokens, chances, entropy }] of rows.entries()) {
      if (at[u] === 0) continue;
      nats += at[u] * entropy;
      for (let i = 0; i < tokens.length; i++) next[tokens[i]] += at[u] * chances[i];
    }
    at = next;
  }
  return nats / (T - 1);
}

/** Those that have a count, what chance they have of it, and the entropy of that in nats. */
function followersOf(row: Uint32Array) {
  const total = row.reduce((sum, count) => sum + count, 0);
  const tokens = Array.from(row.keys()).filter((v) => row[v] > 0);
  const chances = tokens.map((v) => row[v] / total);
  const entropy = chances.reduce((sum, p) => sum - p * Math.log(p), 0);
  return { tokens, chances, entropy };
}
