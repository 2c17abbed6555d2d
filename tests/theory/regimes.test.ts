import { describe, expect, test } from "vitest";
import { composedDiversity } from "../../src/theory/composed.ts";
import { diversity } from "../../src/theory/diversity.ts";
import type { Workflow } from "../../src/theory/input.ts";
import { type SimulatedRegime, simulateRegime } from "./regime-simulation.ts";
import { estimate } from "./simulation.ts";

type Steps = Extract<Workflow, { kind: "composed" }>["steps"];

function composed(
  steps: Steps,
  settings: {
    samples: number;
    fits: number;
    sampling?: (g: number) => number;
    unbiased?: boolean;
  },
) {
  return composedDiversity(
    { kind: "composed", steps },
    {
      workflow: { kind: "composed", steps },
      ...settings,
    },
  );
}

describe("the general law agrees with recursions of their own", () => {
  const M = 17;
  test.each<[string, Steps, Workflow]>([
    ["replace", [], { kind: "replace" }],
    ["accumulate", [{ name: "accumulate", config: {} }], { kind: "accumulate" }],
    [
      "archive",
      [{ name: "keep-original", config: { fraction: 0.3 } }],
      { kind: "archive", rows: 5 },
    ],
    ["fresh", [{ name: "fresh-data", config: { fraction: 0.3 } }], { kind: "fresh", rows: 5 }],
    ["subset", [{ name: "accumulate-subsample", config: {} }], { kind: "subset" }],
    ["all fresh", [{ name: "fresh-data", config: { fraction: 1 } }], { kind: "fresh", rows: M }],
  ])("%s", (_name, steps, workflow) => {
    for (const unbiased of [false, true]) {
      const settings = { samples: M, fits: 40, sampling: () => 0.9, unbiased };
      const special = diversity({ ...settings, workflow });
      const general = composed(steps, settings);
      for (const [g, value] of special.within.entries()) {
        expect(general.within[g] / value).toBeCloseTo(1, 11);
        expect(general.drift[g] / special.drift[g]).toBeCloseTo(1, 11);
      }
    }
  });
});

test("a share of real rows drawn one by one has the steady state 2k/(1 + 2k), k = Mγ", () => {
  for (const [M, gamma] of [
    [100, 0.05],
    [37, 0.21],
  ]) {
    const steps = [{ name: "fresh-data", config: { fraction: gamma, rows: "independent" } }];
    const { within, drift } = composed(steps, { samples: M, fits: 600 });
    const a = (1 - 1 / M) * gamma * (2 - gamma);
    expect(within[599]).toBeCloseTo(a / (1 - (1 - 1 / M) * (1 - gamma) ** 2), 12);
    expect(within[599] + drift[599]).toBeCloseTo(1, 12);
  }
});

test("a subset of all data so far keeps less than all of them, and more than none", () => {
  const limit = (kind: "subset" | "accumulate", fits: number) =>
    diversity({ workflow: { kind }, samples: 10, fits }).within[fits - 1];
  expect(limit("subset", 1000)).toBeLessThan(0.9 * limit("accumulate", 1000));
  expect(limit("subset", 1000)).toBeGreaterThan(0.3);
  expect(limit("subset", 20_000) / limit("subset", 10_000)).toBeCloseTo(1, 2);
});

const regimes: readonly [string, Steps, SimulatedRegime, { bias?: number; unbiased?: boolean }][] =
  [
    [
      "a schedule of real rows",
      [{ name: "keep-original", config: { fraction: { values: [0, 0.3, 0.7, 0.1] } } }],
      ({ original, give, g }) => {
        const kept = Math.round([0, 0.3, 0.7, 0.1][Math.min(g, 3)] * 11);
        return [...give(11 - kept), ...original.slice(0, kept)];
      },
      {},
    ],
    [
      "fresh rows from the fourth generation on",
      [{ name: "fresh-data", config: { fraction: { from: 0, to: 0.5, over: 3, shape: "step" } } }],
      ({ give, real, g }) => (g < 3 ? give(11) : [...give(5), ...real(6)]),
      { bias: 0.8 },
    ],
    [
      "each row fresh by chance",
      [{ name: "fresh-data", config: { fraction: 0.35, rows: "independent" } }],
      ({ give, real, chance }) =>
        Array.from({ length: 11 }, () => (chance() < 0.35 ? real(1)[0] : give(1)[0])),
      { unbiased: true },
    ],
    [
      "each row fresh by chance, and all of them kept",
      [
        { name: "fresh-data", config: { fraction: 0.35, rows: "independent" } },
        { name: "accumulate", config: {} },
      ],
      ({ before, give, real, chance }) => [
        ...before,
        ...Array.from({ length: 11 }, () => (chance() < 0.35 ? real(1)[0] : give(1)[0])),
      ],
      { bias: 1.1 },
    ],
    [
      "a fixed real set",
      [{ name: "fixed-real-set", config: { size: 4 } }],
      ({ give, set }) => [...give(11), ...set.slice(0, 4)],
      { bias: 0.9 },
    ],
    [
      "all kept and a fixed real set, in either order",
      [
        { name: "fixed-real-set", config: { size: 4 } },
        { name: "accumulate", config: {} },
      ],
      ({ before, give, set, g }) => [...before, ...give(11), ...(g === 0 ? set.slice(0, 4) : [])],
      {},
    ],
    [
      "synthetic augmentation",
      [{ name: "synthetic-augmentation", config: { synthetic: 23 } }],
      ({ original, give }) => [...original, ...give(23)],
      { bias: 0.7 },
    ],
    [
      "the paper's three shares",
      [{ name: "earlier-generations", config: { alpha: 3, beta: 1, gamma: 1 } }],
      // 2 of 11 rows are of the pool before; of its parts of 2, 7 and 2 rows the second gives both.
      ({ before, give, real, g }) => [
        ...(g === 0 ? before.slice(0, 2) : before.slice(2, 4)),
        ...give(7),
        ...real(2),
      ],
      {},
    ],
    [
      "pools that grow, a quarter real",
      [
        { name: "pool-size", config: { samples: { values: [5, 9, 14] }, power: 0 } },
        { name: "fresh-data", config: { fraction: 0.25 } },
      ],
      ({ give, real, g }) => {
        const rows = [5, 9, 14][Math.min(g, 2)];
        const fresh = Math.round(0.25 * rows);
        return [...give(rows - fresh), ...real(fresh)];
      },
      { unbiased: true },
    ],
    [
      "real rows that count for more",
      [
        { name: "fresh-data", config: { fraction: 0.5 } },
        { name: "sample-weighting", config: { real: 0.7 } },
      ],
      ({ give, real }) => ({
        values: [...give(5), ...real(6)],
        weights: [
          ...Array.from({ length: 5 }, () => 0.3 / 5),
          ...Array.from({ length: 6 }, () => 0.7 / 6),
        ],
      }),
      {},
    ],
    [
      "a random subset of all data so far",
      [{ name: "accumulate-subsample", config: {} }],
      ({ all, give, choose }) => {
        all.push(...give(11));
        return choose(all, 11);
      },
      { bias: 1.05 },
    ],
  ];

describe.each(regimes)("%s", (_name, steps, regime, { bias = 1, unbiased = false }) => {
  test("has the moments that the law foretells", () => {
    const [samples, fits] = [11, 6];
    const simulated = simulateRegime({ regime, samples, fits, chains: 1000, bias, unbiased });
    const law = composed(steps, { samples, fits, sampling: () => bias, unbiased });
    for (const g of [1, 2, fits - 1]) {
      const variance = estimate(simulated[g].map((one) => one.variance));
      expect(
        Math.abs(variance.mean - law.within[g]),
        `${variance.mean}, not ${law.within[g]}`,
      ).toBeLessThan(5 * variance.standardError);
      const drift = estimate(simulated[g].map(({ mean }) => mean ** 2));
      expect(
        Math.abs(drift.mean - law.drift[g]),
        `${drift.mean}, not ${law.drift[g]}`,
      ).toBeLessThan(5 * drift.standardError);
    }
  });
});
