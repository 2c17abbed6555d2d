import erfc from "@stdlib/math-base-special-erfc";
import { describe, expect, test } from "vitest";
import type { Component, FactsOf } from "../../src/distribution.ts";
import { chiSquareTail, densityLevel } from "../../src/metrics/density-level.ts";

type Facts = FactsOf<"vector">;

const normal = (deviation = 1): Component[] => [{ weight: 1, mean: 0, deviation }];
const apart = (distance: number, weight = 0.5): Component[] => [
  { weight, mean: -distance, deviation: 1 },
  { weight: 1 - weight, mean: distance, deviation: 1 },
];
const facts = (...marginals: Component[][]): Facts => ({ kind: "vector", marginals });
const peak = (D: number) => -0.5 * D * Math.log(2 * Math.PI);

test("tails of χ² in closed form", () => {
  expect(chiSquareTail(1, 9)).toBeCloseTo(erfc(Math.sqrt(4.5)), 15);
  expect(chiSquareTail(2, 9)).toBeCloseTo(Math.exp(-4.5), 15);
  expect(chiSquareTail(4, 9)).toBeCloseTo(Math.exp(-4.5) * 5.5, 14);
  // Of an exact table: Abramowitz & Stegun 1964, table 26.8.
  expect(chiSquareTail(3, 16.2662)).toBeCloseTo(0.001, 7);
  expect(chiSquareTail(9, 21.666)).toBeCloseTo(0.01, 6);
  expect(chiSquareTail(2000, 2000)).toBeCloseTo(0.5, 1);
});

/** Made once: to look at a distribution is most of the work. */
const separate: Facts = {
  ...facts(normal(), normal()),
  joint: [0, 1, 2].map((k) => ({
    weight: 1 / 3,
    mean: [100 * k, 0],
    factor: [[1], [0.9, Math.sqrt(0.19)]],
    group: 0,
  })),
};
const overlapping = [2, 4].map((D) => ({
  D,
  real: facts(apart(1.5, 0.8), ...Array.from({ length: D - 1 }, () => normal())),
}));

describe.each([0.001, 0.05, 0.5])("the level that %d lies below", (mass) => {
  /** What really lies below the level that was found, as a share of what should. */
  const expectShare = (share: number, tolerance: number) =>
    expect(Math.abs(share / mass - 1)).toBeLessThan(tolerance);

  test.each([1, 2, 5])("of a Gaussian in %i dimensions, exactly", (D) => {
    const level = densityLevel(facts(...Array.from({ length: D }, () => normal(3))), mass);
    expectShare(chiSquareTail(D, 2 * (peak(D) - D * Math.log(3) - level)), 1e-6);
  });

  test("of Gaussians that never meet, exactly", () => {
    const level = densityLevel(separate, mass);
    const highest = peak(2) - 0.5 * Math.log(0.19) - Math.log(3);
    expectShare(Math.exp(level - highest), 1e-6);
  });

  test.each([
    { distance: 1, weight: 0.5 },
    { distance: 2, weight: 0.97 },
  ])("of two that overlap on the line, $distance from the middle", ({ distance, weight }) => {
    const level = densityLevel(facts(apart(distance, weight)), mass);
    const step = 2e-4;
    let share = 0;
    for (let x = -9; x < 9; x += step) {
      const p = densityAt(apart(distance, weight), x);
      if (Math.log(p) < level) share += step * p;
    }
    expectShare(share, 5e-3);
  });

  // One of the dimensions decides how far the others, which are alike, have to go.
  test.each(overlapping)("of two that overlap in $D dimensions", ({ D, real }) => {
    const [first] = real.marginals;
    const level = densityLevel(real, mass);
    const step = 1e-3;
    let share = 0;
    for (let x = -9; x < 9; x += step) {
      const p = densityAt(first, x);
      share += step * p * chiSquareTail(D - 1, 2 * (Math.log(p) + peak(D - 1) - level));
    }
    expectShare(share, D === 2 ? 5e-3 : 0.02);
  });
});

function densityAt(components: readonly Component[], x: number): number {
  return components.reduce((sum, { weight, mean, deviation }) => {
    const z = (x - mean) / deviation;
    return sum + (weight / deviation) * Math.exp(-0.5 * z * z + peak(1));
  }, 0);
}

test("of more centres than can be looked at one by one", () => {
  const level = densityLevel(facts(...Array.from({ length: 12 }, () => apart(30))), 0.01);
  expect(chiSquareTail(12, 2 * (peak(12) + 12 * Math.log(0.5) - level))).toBeCloseTo(0.01, 6);
});
