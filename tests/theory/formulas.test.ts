import { expect, test } from "vitest";
import { c4, meanLogOfChiSquare, varianceOfLogChiSquare } from "../../src/theory/chi-square.ts";
import { diversity } from "../../src/theory/diversity.ts";
import type { Workflow } from "../../src/theory/input.ts";
import { truncatedVariance } from "../../src/theory/truncation.ts";

const replace: Workflow = { kind: "replace" };
const accumulate: Workflow = { kind: "accumulate" };

test("chi-square: small cases that are known by hand", () => {
  expect(c4(2)).toBeCloseTo(Math.sqrt(2 / Math.PI), 14);
  expect(c4(3)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 14);
  // 1/(4M) for many samples, where a difference of log gammas would have lost it.
  expect((1 - c4(1e9)) * 4e9).toBeCloseTo(1, 6);
  // χ²₂ / 2 is exponential: E ln = -γ, Var ln = π²/6.
  expect(meanLogOfChiSquare(2, 2)).toBeCloseTo(-0.5772156649015329, 12);
  expect(varianceOfLogChiSquare(2)).toBeCloseTo(Math.PI ** 2 / 6, 12);
});

test("the log-variance walk of 50 samples after 40 fits", () => {
  expect(40 * meanLogOfChiSquare(49, 49)).toBeCloseTo(-0.8219, 4);
  expect(40 * varianceOfLogChiSquare(49)).toBeCloseTo(1.6664, 4);
  expect(Math.exp(40 * meanLogOfChiSquare(49, 49))).toBeCloseTo(0.4396, 4);
  expect(40 / 50 + 2 * (1 - c4(50) ** 40)).toBeCloseTo(1.1692, 4);
});

test("truncation", () => {
  expect(truncatedVariance(2) ** 10).toBeCloseTo(0.07691, 5);
  expect(truncatedVariance(Infinity)).toBe(1);
  // Nearly uniform on a short interval.
  expect(truncatedVariance(0.01) / (0.01 ** 2 / 3)).toBeCloseTo(1, 4);
});

test("maximum likelihood loses 1/M of the variance per fit", () => {
  const { within } = diversity({ workflow: replace, samples: 50, fits: 40 });
  expect(within[39]).toBeCloseTo(0.98 ** 40, 14);
  expect(within[39]).toBeCloseTo(0.4457, 4);
});

test("accumulated data lose the product of 1 - 1/(M k²)", () => {
  const { within } = diversity({ workflow: accumulate, samples: 10, fits: 50 });
  let product = 1;
  for (let k = 1; k <= 50; k++) product *= 1 - 1 / (10 * k * k);
  expect(within[49]).toBeCloseTo(product, 14);
  expect(product).toBeCloseTo(0.84511, 5);
});

test("fresh data reach a steady state", () => {
  const steady = (M: number, gamma: number) => 1 - 1 / (M * gamma * (2 - gamma) + 1 - gamma);
  for (const [M, rows] of [
    [100, 10],
    [100, 5],
    [33, 8],
  ]) {
    const { within } = diversity({ workflow: { kind: "fresh", rows }, samples: M, fits: 500 });
    expect(within[499]).toBeCloseTo(steady(M, rows / M), 12);
  }
  expect(steady(100, 0.1)).toBeCloseTo(0.94975, 5);
});

test.each<Workflow>([
  replace,
  accumulate,
  { kind: "fresh", rows: 3 },
  { kind: "fresh", rows: 20 },
  { kind: "archive", rows: 5 },
  { kind: "archive", rows: 20 },
])("what is lost within is found in the drift: $kind", (workflow) => {
  const { within, drift } = diversity({ workflow, samples: 20, fits: 60 });
  // An archive that weighs more than its size has no such law: the same rows return each time.
  if (workflow.kind === "archive") {
    expect(within[0] + drift[0]).toBeCloseTo(1, 12);
    return;
  }
  for (const [g, value] of within.entries()) expect(value + drift[g]).toBeCloseTo(1, 12);
});

test("unbiased variances neither grow nor shrink where all data are new", () => {
  const { within } = diversity({ workflow: replace, samples: 7, fits: 30, unbiased: true });
  for (const value of within) expect(value).toBeCloseTo(1, 12);
});
