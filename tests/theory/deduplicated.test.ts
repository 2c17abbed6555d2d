import { describe, expect, test } from "vitest";
import { knownSets } from "../../src/theory/deduplicated.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { Numbers, estimate } from "./simulation.ts";

interface Loop {
  readonly probabilities: readonly number[];
  readonly samples: number;
  readonly real: number;
  readonly accumulates: boolean;
  readonly fits: number;
}

const chainsOf = new WeakMap<Loop, Set<number>[]>();

/** What the last model of many chains knows: draw, keep one of each, draw of those. */
function simulated(loop: Loop): Set<number>[] {
  const { probabilities, samples, real, accumulates, fits } = loop;
  const before = chainsOf.get(loop);
  if (before !== undefined) return before;
  const numbers = new Numbers(51);
  const drawReal = () => {
    let rest = numbers.uniform();
    return probabilities.findIndex((p) => (rest -= p) < 0);
  };
  const chains = Array.from({ length: 1000 }, () => {
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
  chainsOf.set(loop, chains);
  return chains;
}

const zipf = (K: number, exponent = 1) => {
  const weights = Array.from({ length: K }, (_, k) => (k + 1) ** -exponent);
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
};

const many: Loop = {
  probabilities: zipf(30, 2),
  samples: 40,
  real: 8,
  accumulates: false,
  fits: 4,
};

describe.each<Loop>([
  { probabilities: zipf(17), samples: 19, real: 0, accumulates: false, fits: 5 },
  { probabilities: zipf(11), samples: 16, real: 3, accumulates: false, fits: 6 },
  { probabilities: zipf(23), samples: 9, real: 2, accumulates: true, fits: 4 },
  many,
  { probabilities: zipf(20, 0), samples: 14, real: 7, accumulates: false, fits: 2 },
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
    expect(Math.abs(variance - found.variance)).toBeLessThan(0.15 * variance + 1e-9);
    // How rare the categories are that large sets have more of.
    const rarities = chains.map((set) => [...set].reduce((all, k) => all - Math.log(p[k]), 0));
    const rarity = estimate(rarities).mean;
    const together = chains.reduce(
      (all, set, i) => all + ((set.size - size.mean) * (rarities[i] - rarity)) / 1000,
      0,
    );
    const expected = found.company.reduce((all, one, k) => all - one * Math.log(p[k]), 0);
    expect(Math.abs(together - expected)).toBeLessThan(0.15 * together + 1e-9);
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

test("what is accumulated varies nearly as it does exactly", () => {
  const [p, M] = [Float64Array.from(zipf(40, 1.2)), 9];
  const sets = knownSets(p, M, () => ({ own: M, real: 0 }), true);
  const { variance, company } = sets.next().value;
  const away = p.map((one) => (1 - one) ** M);
  const exact = Array.from(p, (_, j) =>
    away.reduce((sum, one, k) => {
      const neither = j === k ? one : (1 - p[j] - p[k]) ** M;
      return sum + neither - away[j] * one;
    }, 0),
  );
  const whole = exact.reduce((sum, one) => sum + one, 0);
  expect(whole).toBeCloseTo(1.593, 3);
  expect(Math.abs(variance / whole - 1)).toBeLessThan(0.06);
  for (const k of [0, 1, 9, 39]) expect(Math.abs(company[k] - exact[k])).toBeLessThan(0.02);
});

const lines = async (samples: number, categories = 30) => {
  const resolved = await resolvedSmall({
    dataset: { name: "zipf", config: { categories, exponent: 2 } },
    family: { name: "categorical" },
    metrics: [{ name: "heterozygosity" }, { name: "kl" }],
    interventions: [{ name: "deduplicate" }],
    samples,
    generations: 5,
  });
  return theoryFor(resolved).filter(({ title }) => title.endsWith("to second order in S − E[S]"));
};

test("nothing is said of fits that few categories are left in", async () => {
  const [few, enough] = await Promise.all([lines(12), lines(60)]);
  expect([few.length, enough.length]).toEqual([2, 2]);
  for (const { values } of few) {
    expect(values.map((value) => value !== null)).toEqual(values.map((_, g) => g === 0));
  }
  for (const { values } of enough) expect(values).not.toContain(null);
});

test("a single category is known for certain", async () => {
  const [diversity] = await lines(12, 1);
  expect(diversity.values.every((value) => value === 0)).toBe(true);
});

test.each([
  many,
  { probabilities: zipf(40, 1.2), samples: 12, real: 0, accumulates: true, fits: 2 },
])("what is said is right to half a percent: $samples samples", async (loop) => {
  const { probabilities, samples, real, accumulates, fits } = loop;
  const chains = simulated(loop);
  const resolved = await resolvedSmall({
    dataset: {
      name: "zipf",
      config: { categories: probabilities.length, exponent: accumulates ? 1.2 : 2 },
    },
    family: { name: "categorical" },
    metrics: ["heterozygosity", "entropy", "kl", "lost-mass"].map((name) => ({ name })) as never,
    interventions: [
      { name: "fresh-data", config: { fraction: real / samples } },
      ...(accumulates ? [{ name: "accumulate" as const }] : []),
      { name: "deduplicate" },
    ],
    samples,
    generations: fits,
  });
  const of: Record<string, (set: Set<number>) => number> = {
    heterozygosity: (set) => 1 - 1 / set.size,
    entropy: (set) => Math.log(set.size),
    kl: (set) =>
      -Math.log(set.size) -
      [...set].reduce((sum, k) => sum + Math.log(probabilities[k]), 0) / set.size,
    "lost-mass": (set) => 1 - [...set].reduce((sum, k) => sum + probabilities[k], 0),
  };
  const found = theoryFor(resolved).filter(({ title }) => title.includes("each of them once"));
  expect(found.length).toBe(4);
  for (const { metric, values } of found) {
    const { mean, standardError } = estimate(chains.map(of[metric]));
    const error = Math.abs(values[fits - 1]! - mean);
    expect(error, metric).toBeLessThan(3.5 * standardError + 0.005 * mean);
  }
});
