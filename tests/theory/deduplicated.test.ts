import { describe, expect, test } from "vitest";
import { knownSets } from "../../src/theory/deduplicated.ts";
import { Numbers, estimate } from "./simulation.ts";

interface Loop {
  readonly probabilities: readonly number[];
  readonly samples: number;
  readonly real: number;
  readonly accumulates: boolean;
  readonly fits: number;
}

/** What the last model of many chains knows: draw, keep one of each, draw of those. */
function simulated({ probabilities, samples, real, accumulates, fits }: Loop): Set<number>[] {
  const numbers = new Numbers(51);
  const drawReal = () => {
    let rest = numbers.uniform();
    return probabilities.findIndex((p) => (rest -= p) < 0);
  };
  return Array.from({ length: 1000 }, () => {
    let model = Array.from({ length: samples }, drawReal);
    for (let n = 2; n <= fits; n++) {
      const own = Array.from(
        { length: samples - real },
        () => model[Math.floor(numbers.uniform() * model.length)],
      );
      const fresh = Array.from({ length: real }, drawReal);
      model = [...new Set([...(accumulates ? model : []), ...own, ...fresh])];
    }
    return new Set(model);
  });
}

const zipf = (K: number) => {
  const weights = Array.from({ length: K }, (_, k) => 1 / (k + 1));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
};

describe.each<Loop>([
  { probabilities: zipf(17), samples: 19, real: 0, accumulates: false, fits: 5 },
  { probabilities: zipf(11), samples: 16, real: 3, accumulates: false, fits: 6 },
  { probabilities: zipf(23), samples: 9, real: 2, accumulates: true, fits: 4 },
  { probabilities: zipf(1), samples: 4, real: 0, accumulates: false, fits: 6 },
])("$samples samples, $real of them real, accumulated: $accumulates", (loop) => {
  test("know as many categories as in a plain simulation", () => {
    const { samples, real, accumulates, fits } = loop;
    const p = Float64Array.from(loop.probabilities);
    const sets = knownSets(p, samples, () => ({ own: samples - real, real }), accumulates);
    let found = sets.next().value;
    for (let n = 3; n <= fits; n++) found = sets.next().value;
    const chains = simulated(loop);
    const size = estimate(chains.map((set) => set.size));
    expect(Math.abs(size.mean - found.size)).toBeLessThan(4 * size.standardError + 1e-9);
    const variance = chains.reduce((sum, set) => sum + (set.size - size.mean) ** 2, 0) / 1000;
    if (!accumulates)
      expect(Math.abs(variance - found.variance)).toBeLessThan(0.15 * variance + 1e-9);
    const rarest = p.length - 1;
    const present = estimate(chains.map((set) => Number(set.has(rarest))));
    expect(Math.abs(present.mean - found.present[rarest])).toBeLessThan(
      4 * present.standardError + 0.002,
    );
  });
});

const choose = (n: number, k: number): number => (k === 0 ? 1 : (n / k) * choose(n - 1, k - 1));

/** The chances of 0, 1, … kinds among `draws`, from Σ over sets of j kinds of their mass^draws. */
function kindsAmong(K: number, powers: readonly number[]): number[] {
  return Array.from({ length: K + 1 }, (_, s) => {
    let sum = 0;
    for (let j = 0; j <= s; j++) sum += (-1) ** (s - j) * choose(K - j, s - j) * powers[j];
    return sum;
  });
}

/** How many of K equally probable kinds are known after fit 2, 3, …, by every count that there may be. */
function exactSizes(K: number, M: number, fits: number): number[][] {
  let sizes = Array.from({ length: K + 1 }, () => 0);
  const visit = (counts: number[], rest: number, weight: number) => {
    if (counts.length === K - 1) {
      const all = [...counts, rest];
      let chance = weight;
      for (let i = 2; i <= rest; i++) chance /= i;
      const powers = Array.from({ length: K + 1 }, () => 0);
      for (let set = 0; set < 2 ** K; set++) {
        const mass = all.reduce((sum, x, k) => sum + ((set >> k) & 1 ? x : 0), 0);
        const j = all.reduce((sum, _, k) => sum + ((set >> k) & 1), 0);
        powers[j] += (mass / M) ** M;
      }
      for (const [s, one] of kindsAmong(K, powers).entries()) sizes[s] += chance * one;
      return;
    }
    let chance = weight;
    for (let x = 0; x <= rest; x++) {
      if (x > 1) chance /= x;
      visit([...counts, x], rest - x, chance);
    }
  };
  let all = 1;
  for (let i = 2; i <= M; i++) all *= i;
  visit([], M, all / K ** M);
  const found = [sizes];
  for (let n = 3; n <= fits; n++) {
    const next = sizes.map(() => 0);
    for (const [S, chance] of sizes.entries()) {
      if (S === 0) continue;
      const powers = Array.from({ length: S + 1 }, (_, j) => choose(S, j) * (j / S) ** M);
      for (const [s, one] of kindsAmong(S, powers).entries()) next[s] += chance * one;
    }
    sizes = next;
    found.push(sizes);
  }
  return found;
}

test("the second order is nearly all of it, even for a handful of kinds", () => {
  const [K, M] = [7, 8];
  const sets = knownSets(new Float64Array(K).fill(1 / K), M, () => ({ own: M, real: 0 }), false);
  for (const chances of exactSizes(K, M, 6)) {
    const { size, variance } = sets.next().value;
    const mean = chances.reduce((sum, chance, s) => sum + chance * s, 0);
    const square = chances.reduce((sum, chance, s) => sum + chance * (s - mean) ** 2, 0);
    expect(Math.abs(size / mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(variance / square - 1)).toBeLessThan(0.2);
  }
});
