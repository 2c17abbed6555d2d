import { describe, expect, test } from "vitest";
import type { RealFacts } from "../../src/distribution.ts";
import { theoryFor } from "../../src/theory/index.ts";
import type { TheoryInput } from "../../src/theory/input.ts";
import { type GaussianLoop, estimate, simulateGaussian } from "./simulation.ts";

const CHAINS = 4000;
const standardNormal: RealFacts = {
  kind: "vector",
  marginals: [[{ weight: 1, mean: 0, deviation: 1 }]],
};

function experiment({
  config = {},
  interventions = [],
  facts = standardNormal,
  samples = 10,
  generations = 12,
}: {
  config?: Record<string, unknown>;
  interventions?: { name: string; config?: Record<string, unknown> }[];
  facts?: RealFacts;
  samples?: number;
  generations?: number;
} = {}): TheoryInput {
  const chosen = (name: string, config: Record<string, unknown> = {}) => ({
    plugin: { name },
    config,
  });
  const defaults = { divisor: "N", samplingBias: 1, truncation: Infinity, covariance: "diagonal" };
  return {
    dataset: chosen("standard-normal"),
    family: chosen("gaussian", { ...defaults, ...config }),
    interventions: interventions.map(({ name, config }) => chosen(name, config)),
    metrics: ["mean", "variance", "log-variance", "w2"].map((name) => chosen(name)),
    facts,
    samples,
    generations,
  };
}

/** The values of a curve that must be there. */
function curve(input: TheoryInput, metric: string, statistic = "mean"): number[] {
  const found = theoryFor(input).find((c) => c.metric === metric && c.statistic === statistic);
  return found!.values as number[];
}

function names(input: TheoryInput): string[] {
  return theoryFor(input).map(({ metric, statistic }) => `${metric} ${statistic}`);
}

/** Compares at the first, the second, a middle and the last fit, within 5 standard errors. */
function expectAgreement(
  predicted: readonly (number | null)[],
  simulated: readonly number[][],
  tolerance = 1e-12,
) {
  expect(predicted.length).toBe(simulated.length);
  for (const g of new Set([0, 1, simulated.length >> 1, simulated.length - 1])) {
    // Of mixed pools nothing is said where chains differ too much.
    if (predicted[g] === null) continue;
    const { mean, standardError } = estimate(simulated[g]);
    expect(Math.abs(predicted[g] - mean), `${predicted[g]} at ${g}`).toBeLessThan(
      5 * standardError + tolerance * mean,
    );
    expect(standardError).toBeLessThan(0.05 * Math.abs(predicted[g]));
  }
}

describe.each<[string, Parameters<typeof experiment>[0], Omit<GaussianLoop, "chains">]>([
  ["as published", {}, { workflow: { kind: "replace" }, samples: 10, fits: 12 }],
  [
    "unbiased, few samples",
    { config: { divisor: "N-1" }, samples: 7, generations: 5 },
    { workflow: { kind: "replace" }, samples: 7, fits: 5, unbiased: true },
  ],
  [
    "biased",
    { config: { samplingBias: 1.1 }, samples: 33 },
    { workflow: { kind: "replace" }, samples: 33, fits: 12, bias: 1.1 },
  ],
  [
    "truncated",
    { config: { truncation: 1, divisor: "N-1" }, generations: 4 },
    { workflow: { kind: "replace" }, samples: 10, fits: 4, truncation: 1, unbiased: true },
  ],
  [
    "fresh data, biased",
    {
      config: { samplingBias: 0.8 },
      interventions: [{ name: "fresh-data", config: { fraction: 0.3 } }],
    },
    { workflow: { kind: "fresh", rows: 3 }, samples: 10, fits: 12, bias: 0.8 },
  ],
  [
    "fresh data, unbiased",
    {
      config: { divisor: "N-1" },
      interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }],
    },
    { workflow: { kind: "fresh", rows: 2 }, samples: 10, fits: 12, unbiased: true },
  ],
  [
    "archive",
    { interventions: [{ name: "keep-original", config: { fraction: 0.25 } }] },
    { workflow: { kind: "archive", rows: 3 }, samples: 10, fits: 12 },
  ],
  [
    "archive, unbiased and biased",
    {
      config: { divisor: "N-1", samplingBias: 1.1 },
      interventions: [{ name: "keep-original", config: { fraction: 0.5 } }],
    },
    { workflow: { kind: "archive", rows: 5 }, samples: 10, fits: 12, unbiased: true, bias: 1.1 },
  ],
  [
    "accumulated",
    { interventions: [{ name: "accumulate" }] },
    { workflow: { kind: "accumulate" }, samples: 10, fits: 12 },
  ],
  [
    "accumulated, unbiased and truncated",
    { config: { divisor: "N-1", truncation: 1.5 }, interventions: [{ name: "accumulate" }] },
    { workflow: { kind: "accumulate" }, samples: 10, fits: 12, unbiased: true, truncation: 1.5 },
  ],
])("%s", (_name, setting, loop) => {
  const input = experiment(setting);
  const simulated = simulateGaussian({ ...loop, chains: CHAINS });

  test("variance", () => {
    const variances = simulated.map((fits) => fits.map(({ variance }) => variance));
    expectAgreement(curve(input, "variance"), variances);
  });

  test("distance, where it is known", () => {
    if (!names(input).includes("w2 mean")) {
      expect(loop.workflow.kind !== "replace" || loop.truncation !== undefined).toBe(true);
      return;
    }
    const distances = simulated.map((fits) =>
      fits.map(({ mean, variance }) => mean ** 2 + (Math.sqrt(variance) - 1) ** 2),
    );
    const isExact = loop.workflow.kind === "replace" && loop.truncation === undefined;
    expectAgreement(curve(input, "w2"), distances, isExact ? 1e-12 : 0.04);
  });

  test("log-variance and median, where they are known", () => {
    if (!names(input).includes("log-variance mean")) return;
    const logs = simulated.map((fits) => fits.map(({ variance }) => Math.log(variance)));
    const isExact = names(input).includes("variance median");
    for (const [g, predicted] of curve(input, "log-variance").entries()) {
      if (predicted === null) continue;
      const { mean, standardError } = estimate(logs[g]);
      expect(Math.abs(predicted - mean)).toBeLessThan(5 * standardError + (isExact ? 0 : 0.03));
    }
    if (!isExact) return;
    for (const [g, predicted] of curve(input, "variance", "median").entries()) {
      // The share of chains below the median is a half, give or take 5 standard errors.
      const below = simulated[g].filter(({ variance }) => variance < predicted).length / CHAINS;
      expect(Math.abs(below - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(CHAINS));
    }
  });
});

test("the law of the variance needs no Gaussian data", () => {
  const facts: RealFacts = {
    kind: "vector",
    marginals: [
      [
        { weight: 0.25, mean: -3, deviation: 0.5 },
        { weight: 0.75, mean: 1, deviation: 1 },
      ],
    ],
  };
  const interventions = [{ name: "keep-original", config: { fraction: 0.3 } }];
  const input = experiment({ facts, interventions, samples: 10, generations: 8 });
  const simulated = simulateGaussian({
    workflow: { kind: "archive", rows: 3 },
    samples: 10,
    fits: 8,
    chains: CHAINS,
    real: (n) => (n.uniform() < 0.25 ? -3 + 0.5 * n.normal() : 1 + n.normal()),
  });
  expectAgreement(
    curve(input, "variance"),
    simulated.map((fits) => fits.map(({ variance }) => variance)),
  );
  expect(names(experiment({ facts }))).toEqual(["mean mean", "variance mean"]);
});

test("a full covariance loses its determinant faster than the axes alone", () => {
  const marginals = Array.from({ length: 3 }, () => [{ weight: 1, mean: 0, deviation: 2 }]);
  const facts: RealFacts = { kind: "vector", marginals };
  const full = experiment({ facts, samples: 9, config: { covariance: "full" } });
  const diagonal = experiment({ facts, samples: 9 });
  // The determinant of a 3 × 3 Wishart matrix is a product of χ² with 8, 7 and 6 degrees (Bartlett).
  const bartlett = [8, 7, 6].map((nu) => {
    const one = experiment({ samples: nu + 1, generations: 1, config: { divisor: "N-1" } });
    return curve(one, "log-variance")[0] + Math.log(nu / 9);
  });
  const expected = (bartlett[0] + bartlett[1] + bartlett[2]) / 3 + Math.log(4);
  expect(curve(full, "log-variance")[0]).toBeCloseTo(expected, 12);
  expect(curve(diagonal, "log-variance")[0]).toBeCloseTo(bartlett[0] + Math.log(4), 12);
  expect(curve(full, "variance")).toEqual(curve(diagonal, "variance"));
  expect(names(full)).toEqual(["variance mean", "log-variance mean"]);
  // Three samples span a plane at most.
  expect(names(experiment({ facts, samples: 3, config: { covariance: "full" } }))).toEqual([
    "variance mean",
  ]);
});

test("nothing is claimed for combinations without a formula", () => {
  // A share of a pool of which no two lineages have as many rows.
  const both = [
    { name: "fresh-data", config: { fraction: 0.1, rows: "independent" } },
    { name: "keep-original", config: { fraction: 0.1 } },
  ];
  const first = theoryFor(experiment({ interventions: both }));
  for (const { metric, values } of first) {
    expect(values.filter((value) => value !== null).length).toBe(metric === "mean" ? 12 : 1);
  }
  expect(names(experiment({ interventions: [{ name: "something-else" }] }))).toEqual([]);
  // A share that rounds to nothing of 10 samples is something of 200.
  const growing = (fraction: number) =>
    curve(
      experiment({
        interventions: [
          { name: "pool-size", config: { samples: 200, power: 0 } },
          { name: "fresh-data", config: { fraction } },
        ],
      }),
      "variance",
    );
  expect(growing(0.04)[11]).toBeGreaterThan(growing(0)[11] + 0.02);
  const nothing = [{ name: "accumulate" }, { name: "fresh-data", config: { fraction: 0 } }];
  const known = ["mean mean", "variance mean", "log-variance mean", "w2 mean"];
  expect(names(experiment({ interventions: nothing, samples: 30 }))).toEqual(known);
});

test("of mixed pools the mean logarithm is known as long as it is right to a hundredth", () => {
  const input = experiment({
    interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
    samples: 30,
  });
  const logs = curve(input, "log-variance");
  // Of 200,000 chains in double precision, to 0.001; after the fourth fit it is 0.014 from the χ².
  for (const [g, simulated] of [-0.0692, -0.1254, -0.1675].entries()) {
    expect(Math.abs(logs[g] - simulated)).toBeLessThan(0.01);
  }
  expect(logs.slice(3).every((value) => value === null)).toBe(true);
  expect(curve(input, "w2")[4]).toBeGreaterThan(0);
});

test("only what the experiment measures is predicted", () => {
  const input = { ...experiment(), metrics: [{ plugin: { name: "variance" }, config: {} }] };
  expect(names(input)).toEqual(["variance mean", "variance median"]);
});
