import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { squaredDistance } from "../../src/kernels/metrics/squared-distance.ts";
import { gramOf } from "../../src/kernels/regression/gram.ts";
import { respond } from "../../src/kernels/regression/respond.ts";
import { solveRegression } from "../../src/kernels/regression/solve.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { theoryFor } from "../../src/theory/index.ts";
import {
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
} from "../support/agree.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

type Config<N extends string> = NonNullable<
  Extract<Experiment["family"] | Experiment["dataset"], { name: N }>["config"]
>;

const linear = (
  family: Config<"regression">,
  dataset: Config<"linear-model">,
  more: Partial<Experiment> = {},
): Partial<Experiment> => ({
  dataset: { name: "linear-model", config: dataset },
  family: { name: "regression", config: family },
  interventions: [],
  metrics: [{ name: "excess-risk" }],
  lineages: 400,
  generations: 7,
  samples: 41,
  ...more,
});

async function risksOf(change: Partial<Experiment>) {
  const experiment = await resolvedSmall(change);
  const risks: number[][] = [];
  for await (const { record } of generationsOf(experiment, { backend: cpu })) {
    risks.push(Array.from(record.metrics["excess-risk"]));
  }
  return { experiment, risks };
}

/** By how many standard errors the mean over lineages is off. */
function score(values: readonly number[], expected: number): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(square / values.length);
}

describe("the risk of a model that learns from its own answers", () => {
  const accumulate = { interventions: [{ name: "accumulate" as const }] };
  test.each([
    ["fresh places", linear({ noise: 0.7 }, { inputs: 6, noise: 1.3 })],
    ["the same places", linear({ design: "fixed" }, { inputs: 6 })],
    ["all answers so far", linear({ design: "fixed", noise: 0.5 }, { inputs: 6 }, accumulate)],
  ])("follows the closed form: %s", async (_name, change) => {
    const { experiment, risks } = await risksOf(change);
    const [{ values }] = theoryFor(experiment);
    for (const generation of [0, 3, 6]) {
      expect(score(risks[generation], values[generation]!)).toBeLessThan(4);
    }
  });

  test("has a floor where a share of the labels is shifted: σ² d/n + p² c²", async () => {
    const [d, n, p, c] = [7, 900, 0.2, 1.5];
    const dataset = { inputs: d, shiftedShare: p, shift: c };
    const change = linear({}, dataset, { samples: n, generations: 1, lineages: 200 });
    const { risks } = await risksOf(change);
    // Second order: a share that is chosen by chance adds its own noise, p (1 - p) c² (d + 1) / n.
    const expected = d / (n - d - 1) + p ** 2 * c ** 2 + (p * (1 - p) * c ** 2 * (d + 1)) / n;
    expect(score(risks[0], expected)).toBeLessThan(4);
  });

  test("is that of a mean where a strong ridge leaves nothing", async () => {
    const { risks } = await risksOf(linear({ ridge: 1e6 }, { inputs: 6, signal: 2 }));
    for (const risk of risks.at(-1)!) expect(risk).toBeCloseTo(4, 4);
  });
});

describe("answers that are right or wrong", () => {
  const fresh = { name: "fresh-data" as const, config: { fraction: 1 } };
  const verifier = {
    name: "verifier" as const,
    config: { by: "answer", judges: "all", keepsCorrect: 0.95, keepsWrong: 0.25 } as const,
  };
  const change = linear(
    {},
    { inputs: 4, signal: 1.2, noise: 0.3, wrongShare: 0.6 },
    {
      interventions: [fresh, verifier],
      metrics: [{ name: "accuracy" }, { name: "excess-risk" }],
      generations: 2,
      samples: 150,
      lineages: 300,
    },
  );

  test("are learned as the closed forms say, before a verifier sorts them and after", async () => {
    const experiment = await resolvedSmall(change);
    const [accuracy, risk] = theoryFor(experiment);
    expect([accuracy.metric, risk.metric]).toEqual(["accuracy", "excess-risk"]);
    const records: GenerationRecord[] = [];
    for await (const { record } of generationsOf(experiment, { backend: cpu }))
      records.push(record);
    for (const [g, { metrics }] of records.entries()) {
      const found = Array.from(metrics["accuracy"]);
      expect(score(found, accuracy.values[g]!), `generation ${g}`).toBeLessThan(4);
      expect(found.every((share) => share >= 0 && share <= 1)).toBe(true);
    }
    expect(score(Array.from(records[0].metrics["excess-risk"]), risk.values[0]!)).toBeLessThan(4);
    // Noise turns the sign of arctan(0.3/1.2)/π of the answers, right ones and wrong ones.
    const turned = Math.atan2(0.3, 1.2) / Math.PI;
    const right = 0.4 * (1 - turned) + 0.6 * turned;
    const reports = records[0].reports!;
    expect(score(Array.from(reports["verifier.correct-before"]), right)).toBeLessThan(4);
    expect(score(Array.from(reports["verifier.correct-kept"]), 0.95)).toBeLessThan(4);
    expect(score(Array.from(reports["verifier.wrong-kept"]), 0.25)).toBeLessThan(4);
  });

  test("are judged of any family that has learned inputs and answers together", async () => {
    const experiment = await resolvedSmall({
      ...linear({}, { inputs: 3 }),
      family: { name: "gaussian", config: { covariance: "full" } },
      interventions: [{ name: "verifier", config: { by: "answer", keepsWrong: 0 } }],
      metrics: [{ name: "mean" }],
      generations: 1,
      samples: 400,
      lineages: 100,
    });
    for await (const { record } of generationsOf(experiment, { backend: cpu })) {
      const before = Array.from(record.reports!["verifier.correct-before"]);
      // Signal and noise of 1 are correlated by 1/√2 with what they make: 1/2 + asin(1/√2)/π.
      const mean = before.reduce((sum, x) => sum + x, 0) / before.length;
      expect(Math.abs(mean - 0.75)).toBeLessThan(0.01);
      expect(new Set(Array.from(record.reports!["verifier.correct-after"]))).toEqual(new Set([1]));
    }
  });

  test("are known of linear models alone", async () => {
    const dataset = { name: "standard-normal" as const };
    const judged = { dataset, interventions: [verifier] };
    await expect(resolvedSmall(judged)).rejects.toThrow("linear-model");
    const silent = linear({}, { signal: 0 }, { metrics: [{ name: "accuracy" }] });
    await expect(resolvedSmall(silent)).rejects.toThrow("with a signal");
  });
});

test("data without a linear model behind them are refused where the risk is wanted", async () => {
  const change = { ...linear({}, {}), dataset: { name: "standard-normal" as const } };
  await expect(resolvedSmall(change)).rejects.toThrow("linear-model");
});

test("a direction that no sample has gets no coefficient", async () => {
  const { coefficients } = await runKernel(cpu, solveRegression, {
    axes: { L: 1, D: 3, C: 2 },
    inputs: {
      gram: (i) => [4, 4, 8, 4, 4, 8, 8, 8, 20][i],
      ridge: () => 0,
      mass: () => 4,
    },
  });
  expect(Array.from(coefficients)).toEqual([2, 0]);
});

describe("kernels agree with their references", () => {
  const L = 3;
  test("kernels/regression/gram.ts", async () => {
    for (const R of [1, L]) {
      const axes = { L, N: 71, D: 5, R };
      const inputs = { values: scatteredNormal, weight: scatteredFraction, gram: scatteredNormal };
      const scalars = { rows: 67, accumulate: 1 };
      await expectAgreement(gramOf, { axes, scalars, inputs }, { relative: 1e-5, absolute: 2e-4 });
    }
  });
  test("kernels/regression/solve.ts", async () => {
    const axes = { L, D: 4, C: 3 };
    const diagonal = (i: number) => (i % 16) % 5 === 0;
    // Symmetric, and with a diagonal that outweighs the rest.
    const gram = (i: number) => {
      const [row, column] = [Math.floor((i % 16) / 4), i % 4];
      return diagonal(i) ? 9 : scatteredFraction(16 * Math.floor(i / 16) + row * column);
    };
    const inputs = { gram, ridge: scatteredFraction, mass: () => 3 };
    await expectAgreement(solveRegression, { axes, inputs }, { relative: 1e-4, absolute: 1e-6 });
  });
  test("kernels/regression/respond.ts and kernels/metrics/squared-distance.ts", async () => {
    for (const M of [0, 4]) {
      const axes = { L, N: 7, D: 5, C: 4, M };
      const inputs = {
        normals: scatteredNormal,
        design: scatteredNormal,
        coefficients: scatteredNormal,
        noise: scatteredFraction,
      };
      await expectAgreement(respond, { axes, inputs }, { relative: 1e-5, absolute: 1e-5 });
    }
    const axes = { L, C: 5 };
    const inputs = { values: scatteredNormal, origin: scatteredFraction };
    await expectAgreement(squaredDistance, { axes, inputs }, { relative: 1e-5 });
  });
});
