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
    let found = sets.next().value!;
    for (let n = 3; n <= fits; n++) found = sets.next().value!;
    const chains = simulated(loop);
    const size = estimate(chains.map((set) => set.size));
    expect(Math.abs(size.mean - found.size)).toBeLessThan(4 * size.standardError + 1e-9);
    const variance = chains.reduce((sum, set) => sum + (set.size - size.mean) ** 2, 0) / 1000;
    if (!accumulates)
      expect(Math.abs(variance - found.variance)).toBeLessThan(0.25 * variance + 1e-9);
    const rarest = p.length - 1;
    const present = estimate(chains.map((set) => Number(set.has(rarest))));
    expect(Math.abs(present.mean - found.present[rarest])).toBeLessThan(
      4 * present.standardError + 0.002,
    );
  });
});
