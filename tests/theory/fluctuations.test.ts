import { describe, expect, test } from "vitest";
import { meanLogOfChiSquare, meanRootOfChiSquare } from "../../src/theory/chi-square.ts";
import { diversity } from "../../src/theory/diversity.ts";
import { type Fluctuations, fluctuations } from "../../src/theory/fluctuations.ts";
import type { Step } from "../../src/theory/composed.ts";
import { type SimulatedRegime, simulateRegime } from "./regime-simulation.ts";
import { estimate } from "./simulation.ts";

interface Setting {
  readonly samples: number;
  readonly unbiased?: boolean;
  readonly sampling?: () => number;
  readonly fitting?: () => number;
}

function first(count: number, steps: readonly Step[], setting: Setting): Fluctuations[] {
  const found: Fluctuations[] = [];
  const plain = { unbiased: false, sampling: () => 1, kurtosis: () => 2, fitting: () => 1 };
  for (const one of fluctuations(steps, { ...plain, ...setting })) {
    found.push(one);
    if (found.length === count) break;
  }
  return found;
}

describe("of models of their own samples", () => {
  test.each([true, false])(
    "the variance of σ² is that of a product of χ², unbiased: %s",
    (unbiased) => {
      const setting = { samples: 13, unbiased, sampling: () => 0.8, fitting: () => 0.9 };
      for (const [g, { relative, within, drift }] of first(6, [], setting).entries()) {
        expect(relative).toBeCloseTo((1 + 2 / 12) ** (g + 1) - 1, 10);
        const exact = diversity({ ...setting, workflow: { kind: "replace" }, fits: 6 });
        expect(within).toBeCloseTo(exact.within[g], 12);
        expect(drift).toBeCloseTo(exact.drift[g], 12);
      }
    },
  );
});

/** A row of two distributions, with as much of the second as γ. */
const fresh: SimulatedRegime = ({ give, real }) => [...give(24), ...real(8)];
const kept: SimulatedRegime = ({ give, original }) => [...give(30), ...original.slice(0, 10)];
const accumulated: SimulatedRegime = ({ all, give }) => {
  all.push(...give(14));
  return all;
};
const byChance: SimulatedRegime = ({ give, real, chance }) =>
  give(36).map((x) => (chance() < 0.4 ? real(1)[0] : x));

describe("in mixed pools they are as uncertain as in a plain simulation", () => {
  test.each<[string, SimulatedRegime, Step, number, number]>([
    ["fresh", fresh, { name: "fresh-data", config: { fraction: 0.25 } }, 32, 0.7],
    ["kept", kept, { name: "keep-original", config: { fraction: 0.25 } }, 40, 0.9],
    ["accumulated", accumulated, { name: "accumulate", config: {} }, 14, 1],
    [
      "by chance",
      byChance,
      { name: "fresh-data", config: { fraction: 0.4, rows: "independent" } },
      36,
      1,
    ],
  ])("%s", (_name, regime, step, samples, bias) => {
    const fits = 5;
    const chains = 500;
    const loop = { regime, samples, fits, chains, bias, unbiased: false };
    const last = simulateRegime(loop)[fits - 1];
    const { within, relative } = first(fits, [step], { samples, sampling: () => bias })[fits - 1];
    const variances = last.map(({ variance }) => variance);
    const squares = variances.map((variance) => (variance / within - 1) ** 2);
    const spread = estimate(squares);
    expect(Math.abs(spread.mean / relative - 1)).toBeLessThan(
      0.1 + (4 * spread.standardError) / relative,
    );
    const root = estimate(variances.map(Math.sqrt));
    const logs = estimate(variances.map(Math.log));
    const freedom = 2 / relative;
    const expectedRoot = Math.sqrt(within) * meanRootOfChiSquare(freedom, freedom);
    const expectedLog = Math.log(within) + meanLogOfChiSquare(freedom, freedom);
    expect(Math.abs(root.mean - expectedRoot)).toBeLessThan(0.002 + 4 * root.standardError);
    expect(Math.abs(logs.mean - expectedLog)).toBeLessThan(0.01 + 4 * logs.standardError);
  });
});

test("nothing is said of pools that are all between their parts", () => {
  const steps = [
    { name: "earlier-generations", config: { alpha: 0.4, beta: 0.4, gamma: 0.2 } },
    { name: "keep-original", config: { fraction: 0.2 } },
  ];
  expect(first(9, steps, { samples: 15 }).length).toBeLessThan(3);
  expect(first(9, steps, { samples: 400 }).length).toBe(9);
});
