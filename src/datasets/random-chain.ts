import type { MarkovChain } from "../distribution.ts";
import { randomBits } from "../random/philox.ts";
import { Stream } from "../random/streams.ts";
import { countsInProportion } from "./real-categories.ts";

/**
 * A chain whose long-run frequencies follow Zipf's law, π ∝ rank^−exponent.
 *
 * With all tokens as successors, v follows u by stay · [u = v] + (1 − stay) π(v). Else u and its
 * partners of a random graph propose each other equally often, and a proposal is taken with the chance
 * min(1, π(v) / π(u)): π(u) P(u, v) is the same both ways, so that π stays what it is (Metropolis et
 * al. 1953, doi:10.1063/1.1699114).
 */
export function randomChain(config: {
  readonly tokens: number;
  readonly exponent: number;
  readonly stay: number;
  readonly successors: number;
  readonly pattern: number;
}): MarkovChain {
  const { tokens: V, exponent, stay, successors, pattern } = config;
  const weights = Float64Array.from({ length: V }, (_, k) => (k + 1) ** -exponent);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const frequencies = weights.map((weight) => weight / all);
  const degree = Math.min(successors, V - 1);
  const partners = degree === 0 ? null : partnersOf(V, degree, pattern);
  const most = Math.max(1, ...(partners ?? []).map(({ size }) => size));
  const counts = new Uint32Array(V * V);
  for (let u = 0; u < V; u++) {
    const row = frequencies.map((frequency, v) => {
      if (partners === null) return (1 - stay) * frequency;
      if (!partners[u].has(v)) return 0;
      return ((1 - stay) / most) * Math.min(1, frequency / frequencies[u]);
    });
    row[u] += 1 - row.reduce((sum, chance) => sum + chance, 0);
    counts.set(inProportion(row), u * V);
  }
  return { starts: countsInProportion(frequencies).counts, counts };
}

/** As fine as a u32 total allows; what has no weight has no count. */
function inProportion(weights: Float64Array): Uint32Array {
  const sum = weights.reduce((a, b) => a + b, 0);
  const scale = (2 ** 32 - 1 - weights.length) / sum;
  return Uint32Array.from(weights, (weight) =>
    // What a sum that rounds leaves of a chance that is none.
    weight < 1e-15 ? 0 : Math.max(1, Math.round(scale * weight)),
  );
}

/** A connected graph: by token, at least as many partners as asked for, or nearly, and all mutual. */
function partnersOf(V: number, degree: number, pattern: number): ReadonlySet<number>[] {
  const partners = Array.from({ length: V }, () => new Set<number>());
  const words = new Uint32Array(4);
  const join = (u: number, v: number) => {
    partners[u].add(v);
    partners[v].add(u);
  };
  for (let u = 0; u < V; u++) {
    // A path through all, in the order of rank, so that every token can be reached.
    if (u + 1 < V) join(u, u + 1);
  }
  for (let u = 0; u < V; u++) {
    for (let step = 0; partners[u].size < degree; step++) {
      const address = { seed: pattern, lineage: 0, stream: Stream.DATASET, generation: 0 };
      randomBits({ ...address, step, index: u, draw: 0 }, words);
      const v = words[0] % V;
      if (v !== u) join(u, v);
    }
  }
  return partners;
}

/** The same numbers, each with all before it in its row of V. */
export function runningSums(counts: Uint32Array, V: number): Uint32Array<ArrayBuffer> {
  const sums = Uint32Array.from(counts);
  for (let i = 0; i < sums.length; i++) if (i % V !== 0) sums[i] += sums[i - 1];
  return sums;
}
