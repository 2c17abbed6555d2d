import { expect, test } from "vitest";
import { Numbers } from "../theory/simulation.ts";
import { type Check, type Finding, judge } from "../../src/validation/check.ts";
import { meanOf, medianOf, varianceOf } from "../../src/validation/estimates.ts";

const check: Check = {
  name: "check",
  row: null,
  title: "",
  source: "",
  run: () => Promise.reject(new Error("not run")),
};
const verdict = (finding: Finding) => judge(check, finding).verdict;
const sharp = { predicted: 10, standardError: 0.1, lineages: 100 };

test("four standard errors are near enough, and no more", () => {
  expect(verdict({ ...sharp, measured: 10.39 })).toBe("pass");
  expect(verdict({ ...sharp, measured: 9.61 })).toBe("pass");
  expect(verdict({ ...sharp, measured: 10.41 })).toBe("fail");
  expect(verdict({ ...sharp, measured: 9.59 })).toBe("fail");
});

test("a blunt measurement fails, however near", () => {
  expect(verdict({ ...sharp, measured: 10, standardError: 0.21 })).toBe("fail");
  expect(verdict({ ...sharp, measured: -10, predicted: -10, standardError: 0.21 })).toBe("fail");
  expect(judge(check, { ...sharp, measured: 10, standardError: 0.21 }).detail).toContain("2 %");
});

test("a tolerance of its own replaces the standard errors, not the sharpness", () => {
  expect(verdict({ ...sharp, measured: 10.9, tolerance: 1 })).toBe("pass");
  expect(verdict({ ...sharp, measured: 10.39, tolerance: 0.3 })).toBe("fail");
  expect(verdict({ ...sharp, measured: 10.1, tolerance: 1, standardError: 0.3 })).toBe("fail");
  const nothing = { predicted: 0, standardError: 0, lineages: 0, tolerance: 1e-5 };
  expect(verdict({ ...nothing, measured: 9e-6 })).toBe("pass");
  expect(verdict({ ...nothing, measured: 2e-5 })).toBe("fail");
});

test("what is not a number fails", () => {
  expect(verdict({ ...sharp, measured: NaN })).toBe("fail");
  expect(verdict({ ...sharp, measured: 10, standardError: NaN })).toBe("fail");
  expect(verdict({ ...sharp, measured: 10, predicted: NaN })).toBe("fail");
  expect(verdict({ ...sharp, measured: Infinity })).toBe("fail");
});

test("standard errors are those of repeated experiments", () => {
  const numbers = new Numbers(5);
  // Exponential numbers: skewed, and with heavy enough tails to tell the formulas apart.
  const experiments = Array.from({ length: 400 }, () =>
    Array.from({ length: 400 }, () => -Math.log(1 - numbers.uniform())),
  );
  for (const [estimate, truth] of [
    [meanOf, 1],
    [varianceOf, 1],
    [medianOf, Math.LN2],
  ] as const) {
    const estimates = experiments.map((values) => estimate(values));
    const spread = Math.sqrt(varianceOf(estimates.map(({ measured }) => measured)).measured);
    const claimed = meanOf(estimates.map(({ standardError }) => standardError)).measured;
    // The spread of 400 is known to some 4 %; the fourth moment of 400 is biased downwards.
    expect(Math.abs(claimed / spread - 1), estimate.name).toBeLessThan(0.15);
    const centre = meanOf(estimates.map(({ measured }) => measured));
    expect(Math.abs(centre.measured - truth)).toBeLessThan(5 * centre.standardError + 0.002);
  }
});
