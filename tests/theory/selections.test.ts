import { describe, expect, test } from "vitest";
import {
  atoms,
  mixtureCells,
  momentsOf,
  normalCells,
  normalScore,
  radialCells,
} from "../../src/theory/cells.ts";
import { squareOfNearest, varianceOfLargest } from "../../src/theory/chosen.ts";
import { bestOf, bestShare, judged } from "../../src/theory/selections.ts";
import { truncatedKurtosis, truncatedVariance } from "../../src/theory/truncation.ts";

const varianceOf = (cells: Parameters<typeof momentsOf>[0]) => {
  const { mean, square } = momentsOf(cells);
  return square - mean ** 2;
};

describe("cells have the moments", () => {
  test("of a normal, whole and truncated", () => {
    const whole = normalCells(0.3, 1.7);
    expect(momentsOf(whole).mean).toBeCloseTo(0.3, 12);
    expect(varianceOf(whole)).toBeCloseTo(1.7 ** 2, 10);
    for (const bound of [0.37, 1, 2.3]) {
      const cut = normalCells(0, 1, bound);
      expect(varianceOf(cut)).toBeCloseTo(truncatedVariance(bound), 4);
      const fourth = cut.mass.reduce((sum, own, i) => sum + own * cut.at[i] ** 4, 0);
      expect(fourth / varianceOf(cut) ** 2 - 1).toBeCloseTo(truncatedKurtosis(bound), 4);
    }
    expect(truncatedKurtosis(Infinity)).toBe(2);
    // Cut to next to nothing it is uniform, with 9/5 as the fourth moment of the square.
    expect(truncatedKurtosis(0.03)).toBeCloseTo(0.8, 3);
  });

  test("of distances and mixtures", () => {
    for (const D of [2, 3, 17]) {
      expect(momentsOf(radialCells(D, 1.3)).square).toBeCloseTo(D * 1.3 ** 2, 5);
    }
    const pair = mixtureCells([
      { weight: 0.3, mean: -2, deviation: 0.4 },
      { weight: 0.7, mean: 1, deviation: 1.1 },
    ]);
    expect(momentsOf(pair).mean).toBeCloseTo(0.1, 8);
    expect(momentsOf(pair).square).toBeCloseTo(0.3 * 4.16 + 0.7 * 2.21, 8);
  });
});

describe("the best of several candidates", () => {
  const p = Float64Array.of(0.1, 0.2, 0.2, 0.5);
  const score = (k: number) => [3, 1, 1, -2][k];

  test("is F^k − F₋^k of categories, shared among those that are liked alike", () => {
    const { mass } = bestOf(atoms(p), score, 3, 0)!;
    const expected = [1 - 0.9 ** 3, (0.9 ** 3 - 0.5 ** 3) / 2, (0.9 ** 3 - 0.5 ** 3) / 2, 0.5 ** 3];
    for (const [k, own] of expected.entries()) expect(mass[k]).toBeCloseTo(own, 12);
  });

  test("follows e^(score / T) where the choice wavers", () => {
    for (const temperature of [0.3, 1, 4]) {
      const { mass } = bestOf(atoms(p), score, 2, temperature)!;
      const odds = [0, 1, 2, 3].map((k) => Math.exp(score(k) / temperature));
      for (let k = 0; k < 4; k++) {
        let chance = 0;
        for (let j = 0; j < 4; j++) chance += (2 * p[k] * p[j] * odds[k]) / (odds[k] + odds[j]);
        expect(mass[k]).toBeCloseTo(chance, 7);
      }
    }
  });

  test("of normals has known moments", () => {
    const largest = bestOf(normalCells(0, 1), (z) => z, 2, 0)!;
    expect(momentsOf(largest).mean).toBeCloseTo(1 / Math.sqrt(Math.PI), 5);
    expect(varianceOfLargest(1)).toBeCloseTo(1, 10);
    expect(varianceOfLargest(2)).toBeCloseTo(1 - 1 / Math.PI, 5);
    // Mean 3/(2√π), mean square 1 + √3/(2π).
    const three = 1 + Math.sqrt(3) / (2 * Math.PI) - 9 / (4 * Math.PI);
    expect(varianceOfLargest(3)).toBeCloseTo(three, 5);
  });
});

test("the best share takes part of those that are alike, and one threshold for all portions", () => {
  const one = { cells: atoms(Float64Array.of(0.5, 0.3, 0.2)), rows: 10 };
  const two = { cells: atoms(Float64Array.of(0, 0.5, 0.5)), rows: 30 };
  const score = (k: number) => -k;
  const kept = bestShare([one, two], score, 0.5);
  // 5 of the first kind, and 15 of the 3 + 15 of the second.
  expect(kept[0]!.rows).toBeCloseTo(5 + (15 / 18) * 3, 6);
  expect(kept[1]!.rows).toBeCloseTo((15 / 18) * 15, 6);
  expect(kept[1]!.cells.mass[1]).toBeCloseTo(1, 6);
  const all = bestShare([one], score, 1);
  expect(all[0]!.rows).toBeCloseTo(10, 8);
  expect(bestShare([one, { ...two, cells: atoms(Float64Array.of(0, 0, 1)) }], score, 0.1)[1]).toBe(
    null,
  );
});

test("what is likely passes by one chance and what is not by another", () => {
  const score = normalScore(0, 1);
  const threshold = score(1.2);
  const inside = judged({ cells: normalCells(0, 1), rows: 1 }, score, threshold, {
    above: 1,
    below: 0,
  })!;
  expect(varianceOf(inside.cells)).toBeCloseTo(truncatedVariance(1.2), 4);
  expect(inside.rows).toBeCloseTo(0.76986, 4);
  const both = judged({ cells: normalCells(0, 1), rows: 8 }, score, threshold, {
    above: 0.5,
    below: 0.25,
  })!;
  expect(both.rows).toBeCloseTo(8 * (0.5 * 0.76986 + 0.25 * 0.23014), 3);
  expect(judged({ cells: normalCells(0, 1), rows: 1 }, score, 5, { above: 1, below: 0 })).toBe(
    null,
  );
});

test("the nearest of several points", () => {
  for (const D of [1, 2, 5]) expect(squareOfNearest(7, 7, D)).toBeCloseTo(1, 5);
  // Squares are exponential with mean 2: the least of m has the mean 2/m, and half of it on each axis.
  expect(squareOfNearest(1, 2, 2)).toBeCloseTo(1 / 2, 5);
  expect(squareOfNearest(2, 3, 2)).toBeCloseTo((1 / 3 + (1 / 3 + 1 / 2)) / 2, 5);
  // Of very many the nearest half is what is cut at the quartile.
  expect(squareOfNearest(20_000, 40_000, 1)).toBeCloseTo(truncatedVariance(0.67449), 3);
});
