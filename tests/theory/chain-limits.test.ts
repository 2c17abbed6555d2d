import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { summarize } from "../../src/statistics.ts";
import { limitChains } from "../../src/theory/chain-limits.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { cpu } from "../support/backends.ts";

const T = 8;
const source = { tokens: 4, length: T, successors: 0, stay: 0.2, heldOut: 50 };

const resolved = (temperature: number | object, change: Partial<Experiment> = {}) =>
  resolveExperiment(
    {
      name: "chains",
      dataset: { name: "markov-source", config: source },
      family: { name: "markov-chain", config: { temperature } },
      interventions: [],
      metrics: [{ name: "entropy-rate" }, { name: "held-out-loss" }],
      lineages: 8,
      generations: 5,
      samples: 800,
      seed: 3,
      ...change,
    },
    (name) => Promise.reject(new Error(`no ${name}`)),
  );

test("where texts are replaced, every row is P₀^(T^−n) in one step", async () => {
  for (const temperature of [0.75, 1.5]) {
    const experiment = await resolved(temperature);
    const { facts } = experiment;
    if (facts.kind !== "tokens") throw new Error("no texts");
    const { counts } = facts.chain!;
    const models = limitChains(experiment)!;
    expect(models).toHaveLength(5);
    const losses = theoryFor(experiment).find(({ metric }) => metric === "held-out-loss")!;
    for (const [n, { pairs }] of models.entries()) {
      const chances: number[][] = [];
      for (let u = 0; u < 4; u++) {
        const row = pairs.subarray(4 * u, 4 * u + 4);
        const powers = Array.from(
          counts.subarray(4 * u, 4 * u + 4),
          (x) => x ** (temperature ** -n),
        );
        for (let v = 0; v < 4; v++) {
          // As ratios to the first, which no sum is needed for.
          expect(row[v] / row[0] / (powers[v] / powers[0])).toBeCloseTo(1, 9);
        }
        const sum = powers.reduce((whole, power) => whole + power, 0);
        chances.push(powers.map((power) => power / sum));
      }
      let nats = 0;
      for (let i = 0; i < facts.heldOut.length; i++) {
        if (i % T > 0) nats -= Math.log(chances[facts.heldOut[i - 1]][facts.heldOut[i]]);
      }
      expect(losses.values[n]).toBeCloseTo(nats / (50 * (T - 1)), 12);
      expect(pairs.reduce((sum, x) => sum + x, 0)).toBeCloseTo(T - 1, 10);
    }
  }
});

describe("what many texts come to", () => {
  test.each<[string, Experiment["interventions"]]>([
    ["replaced", []],
    ["with fresh ones", [{ name: "fresh-data", config: { fraction: 0.3 } }]],
    ["kept for ever", [{ name: "accumulate" }]],
  ])("%s", async (_, interventions) => {
    const experiment = await resolved({ from: 0.6, to: 0.8, over: 3 }, { interventions });
    const curves = new Map(theoryFor(experiment).map(({ metric, values }) => [metric, values]));
    const records = [];
    for await (const { record } of generationsOf(experiment, { backend: cpu })) {
      records.push(record);
    }
    const rates = curves.get("entropy-rate")!;
    for (const [g, { metrics }] of records.entries()) {
      const { mean, standardError } = summarize(metrics["entropy-rate"]);
      // The bias of 12 free chances from 5600 pairs, once for every fit so far.
      const bias = ((g + 1) * 12) / (2 * 800 * (T - 1));
      const tolerance = 4 * standardError + 2 * bias;
      expect(Math.abs(mean - rates[g]!), `generation ${g}`).toBeLessThan(tolerance);
      if (g === 4) expect(Math.abs(rates[4]! - rates[0]!)).toBeGreaterThan(5 * tolerance);
    }
  });
});

test("nothing is said where there is no other temperature, or no law", async () => {
  expect(theoryFor(await resolved(1)).map(({ metric }) => metric)).toEqual([]);
  const interventions: Experiment["interventions"] = [{ name: "deduplicate" }];
  expect(theoryFor(await resolved(0.5, { interventions }))).toEqual([]);
});
