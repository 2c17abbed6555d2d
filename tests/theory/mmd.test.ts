import { describe, expect, test } from "vitest";
import { isotropicMedian } from "../../src/isotropic-median.ts";
import { meanRootOfChiSquare } from "../../src/theory/chi-square.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { chiSquareSteps } from "../../src/theory/log-walk.ts";
import { gaussianMmd } from "../../src/theory/mmd.ts";
import { resolvedSmall } from "../support/experiments.ts";

const axis = (mean: number, variance: number) => ({ mean, variance });

describe("the discrepancy of two normals", () => {
  test("is that of the list of acceptance tests", () => {
    expect(gaussianMmd([axis(0, 1)], [axis(0.3, 0.25)], 1)).toBeCloseTo(0.08692, 5);
  });

  test("is nothing for the same, symmetric, and a pure number", () => {
    const [one, other] = [
      [axis(1, 2), axis(0, 0.5)],
      [axis(0.4, 1), axis(-1, 3)],
    ];
    expect(gaussianMmd(one, one, 0.7)).toBe(0);
    expect(gaussianMmd(one, other, 0.7)).toBeCloseTo(gaussianMmd(other, one, 0.7), 14);
    const wider = (axes: typeof one) =>
      axes.map(({ mean, variance }) => axis(3 * mean, 9 * variance));
    expect(gaussianMmd(wider(one), wider(other), 2.1)).toBeCloseTo(
      gaussianMmd(one, other, 0.7),
      14,
    );
  });

  test("is the integral of the squared difference of two characteristic functions", () => {
    // Under the kernel's own, e^(−b²t²/2) b/√2π: Bochner's theorem.
    const [b, mean, variance] = [0.8, 0.5, 0.4];
    let sum = 0;
    for (let t = -12; t <= 12; t += 1e-3) {
      const [real, model] = [Math.exp(-0.5 * t * t), Math.exp(-0.5 * variance * t * t)];
      const square = (real - model * Math.cos(mean * t)) ** 2 + (model * Math.sin(mean * t)) ** 2;
      sum += (square * Math.exp(-0.5 * (b * t) ** 2) * b * 1e-3) / Math.sqrt(2 * Math.PI);
    }
    expect(gaussianMmd([axis(0, 1)], [axis(mean, variance)], b)).toBeCloseTo(sum, 10);
  });
});

async function curveOf(
  family: object,
  width: number | null,
  { samples = 9, generations = 3, dimensions = 1 } = {},
): Promise<readonly (number | null)[] | undefined> {
  const config = width === null ? {} : { bandwidth: "fixed" as const, width };
  const experiment = await resolvedSmall({
    dataset: { name: "standard-normal", config: { dimensions } },
    family: { name: "gaussian", config: family },
    interventions: [],
    metrics: [{ name: "mmd", config }],
    samples,
    generations,
  });
  return theoryFor(experiment)[0]?.values;
}

describe("the line of a chart", () => {
  test("agrees with an integral over the law of the first fit", async () => {
    const [M, b] = [9, 0.8];
    // μ ~ N(0, 1/M) in closed form, σ² ~ χ²₈/9 by the rectangle rule.
    let [sum, mass] = [0, 0];
    for (let x = 0.005; x < 60; x += 0.01) {
      const weight = x ** 3 * Math.exp(-x / 2);
      const variance = x / M;
      const between = b / Math.sqrt(b * b + 1 + variance + 1 / M);
      const own = b / Math.sqrt(b * b + 2 * variance);
      sum += weight * (own + b / Math.sqrt(b * b + 2) - 2 * between);
      mass += weight;
    }
    const values = (await curveOf({ divisor: "N" }, b))!;
    expect(values[0]).toBeCloseTo(sum / mass, 6);
  });

  test("of several dimensions is made of theirs", async () => {
    const one = (await curveOf({}, 1))!;
    const three = (await curveOf({}, 1, { dimensions: 3 }))!;
    expect(three[0]).toBeGreaterThan(one[0]!);
    expect(three[0]).toBeLessThan(3 * one[0]!);
  });

  test("goes to that of two normals for many samples, bias and all", async () => {
    const values = (await curveOf({ samplingBias: 0.6 }, 1, { samples: 100_000 }))!;
    for (const [g, value] of values.entries()) {
      expect(value).toBeCloseTo(gaussianMmd([axis(0, 1)], [axis(0, 0.6 ** (g + 1))], 1), 4);
    }
    const exact = (await curveOf({ samplingBias: 0.6, statistics: "exact" }, 1))!;
    for (const [g, value] of exact.entries()) {
      expect(value).toBeCloseTo(gaussianMmd([axis(0, 1)], [axis(0, 0.6 ** (g + 1))], 1), 12);
    }
  });

  test("is there for the median of a normal, and not where nobody knows the law", async () => {
    const median = isotropicMedian({
      kind: "vector",
      marginals: [[{ weight: 1, mean: 0, deviation: 1 }]],
    })!;
    const fixed = (await curveOf({}, median))!;
    for (const [g, value] of (await curveOf({}, null))!.entries()) {
      expect(value).toBeCloseTo(fixed[g]!, 9);
    }
    expect(await curveOf({ covariance: "full" }, 1, { dimensions: 2 })).toBeUndefined();
    expect(await curveOf({ truncation: 2 }, 1)).toBeUndefined();
  });
});

test("half of all pairs are nearer than the median distance", () => {
  const at = (dimensions: number, deviation: number) =>
    isotropicMedian({
      kind: "vector",
      marginals: Array.from({ length: dimensions }, () => [{ weight: 1, mean: 5, deviation }]),
    })!;
  // |z| of a normal has its median at 0.67449, χ²₂ at 2 ln 2, and χ²_k near k (1 − 2/9k)³.
  expect(at(1, 1)).toBeCloseTo(Math.SQRT2 * 0.6744897501960817, 12);
  expect(at(2, 3)).toBeCloseTo(3 * Math.sqrt(4 * Math.LN2), 12);
  expect(at(100, 1) / Math.sqrt(200 * (1 - 2 / 900) ** 3)).toBeCloseTo(1, 5);
});

test.each([1, 2, 9, 1000])(
  "the steps of a walk with %i degrees of freedom have its mean",
  (freedom) => {
    const { spacing, weights, first } = chiSquareSteps(freedom, -Math.log(freedom));
    const mean = weights.reduce(
      (sum, weight, i) => sum + weight * Math.exp((first + i) * spacing),
      0,
    );
    expect(mean).toBeCloseTo(meanRootOfChiSquare(freedom, freedom), 8);
  },
);
