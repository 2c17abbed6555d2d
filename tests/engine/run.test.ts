import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { type Generation, generationsOf as engineGenerations } from "../../src/engine/run.ts";
import type { Experiment, ResolvedExperiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import type { Checkpoint } from "../../src/record.ts";
import { backends } from "../support/backends.ts";

const BASE: Experiment = {
  name: "engine-test",
  dataset: { name: "standard-normal", config: { dimensions: 2 } },
  family: { name: "gaussian" },
  interventions: [],
  metrics: [{ name: "mean" }, { name: "variance" }, { name: "log-variance" }, { name: "w2" }],
  lineages: 5,
  generations: 6,
  samples: 37,
  seed: 11,
};

const resolve = (change: Partial<Experiment> = {}): Promise<ResolvedExperiment> =>
  resolveExperiment({ ...BASE, ...change }, () => Promise.reject(new Error("no files here")));

async function generationsOf(
  experiment: ResolvedExperiment,
  backend: Backend,
  from: Checkpoint | null = null,
): Promise<Generation[]> {
  const all: Generation[] = [];
  for await (const generation of engineGenerations(experiment, { backend, from }))
    all.push(generation);
  return all;
}

const VARIANTS: readonly (readonly [string, Partial<Experiment>])[] = [
  [
    "a further real set, three shares, all kept and weighted",
    {
      interventions: [
        { name: "fixed-real-set", config: { size: 5 } },
        { name: "earlier-generations" },
        { name: "accumulate" },
        { name: "sample-weighting" },
      ],
    },
  ],
  [
    "pools by a list, rows by chance, a part of all, some of it kept",
    {
      dataset: { name: "zipf", config: { categories: 7 } },
      family: { name: "categorical" },
      interventions: [
        { name: "pool-size", config: { samples: { values: [9, 14] } } },
        { name: "fresh-data", config: { fraction: 0.4, rows: "independent" } },
        { name: "accumulate-subsample" },
        { name: "keep-original", config: { fraction: 0.2 } },
      ],
      metrics: [{ name: "heterozygosity" }, { name: "survivors" }],
    },
  ],
  ["plain", {}],
  ["full covariance", { family: { name: "gaussian", config: { covariance: "full" } } }],
  ["unbiased", { family: { name: "gaussian", config: { divisor: "N-1", truncation: 2 } } }],
  ["keep-original", { interventions: [{ name: "keep-original", config: { fraction: 0.3 } }] }],
  ["fresh-data", { interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }] }],
  ["accumulate", { interventions: [{ name: "accumulate" }] }],
  [
    "accumulate in full, then keep some",
    {
      family: { name: "gaussian", config: { covariance: "full" } },
      interventions: [{ name: "accumulate" }, { name: "keep-original", config: { fraction: 0.5 } }],
    },
  ],
  ["two modes", { dataset: { name: "gaussian-pair" }, interventions: [{ name: "fresh-data" }] }],
  [
    "mixture",
    {
      dataset: { name: "two-gaussians" },
      family: { name: "mixture", config: { maxIterations: 6, start: "previous" } },
      interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }],
      metrics: [{ name: "mean" }, { name: "variance" }],
    },
  ],
  [
    "a watermark, and real data drawn anew",
    {
      interventions: [
        { name: "fresh-data", config: { fraction: 0.3 } },
        { name: "accumulate" },
        { name: "watermark", config: { truePositiveRate: 0.6, falsePositiveRate: 0.2 } },
      ],
    },
  ],
  [
    "weighted categories",
    {
      dataset: { name: "zipf", config: { categories: 7 } },
      family: { name: "categorical" },
      interventions: [
        { name: "curation", config: { candidates: 3, temperature: 1 } },
        { name: "verifier", config: { threshold: -1.5 } },
        { name: "accumulate" },
      ],
      metrics: [{ name: "heterozygosity" }, { name: "survivors" }],
    },
  ],
  [
    "categories",
    {
      dataset: { name: "zipf", config: { categories: 7 } },
      family: { name: "categorical" },
      interventions: [{ name: "accumulate" }, { name: "fresh-data", config: { fraction: 0.1 } }],
      metrics: [{ name: "heterozygosity" }, { name: "survivors" }],
    },
  ],
];

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each(VARIANTS)("resumes from every generation bit for bit: %s", async (_, change) => {
    const experiment = await resolve(change);
    const whole = engineGenerations(experiment, { backend });
    const records = [];
    const checkpoints: Checkpoint[] = [];
    for await (const { record, checkpoint } of whole) {
      records.push(record);
      checkpoints.push(await checkpoint());
    }
    expect(records.map(({ generation }) => generation)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const from of checkpoints) {
      const rest = await generationsOf(experiment, backend, from);
      expect(rest.map(({ record }) => record)).toEqual(records.slice(from.generation + 1));
    }
  });

  test.each(VARIANTS)("a lineage is the same alone and in company: %s", async (_, change) => {
    const few = await generationsOf(await resolve({ ...change, lineages: 1 }), backend);
    const many = await generationsOf(await resolve({ ...change, lineages: 70 }), backend);
    for (const [g, { record }] of few.entries()) {
      for (const [metric, values] of Object.entries(record.metrics)) {
        expect(many[g].record.metrics[metric][0], `${metric} of ${g}`).toBe(values[0]);
      }
    }
  });

  test("generations differ, and so do lineages and seeds", async () => {
    const records = (await generationsOf(await resolve(), backend)).map(({ record }) => record);
    const other = (await generationsOf(await resolve({ seed: 12 }), backend))[0].record;
    const numbers = records.flatMap(({ metrics }) => Array.from(metrics["variance"]));
    numbers.push(...Array.from(other.metrics["variance"]));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test("generation 0 does not depend on what happens to the pool later", async () => {
    const plain = (await generationsOf(await resolve(), backend))[0].record;
    const changed = await resolve({ interventions: [{ name: "accumulate" }] });
    expect((await generationsOf(changed, backend))[0].record).toEqual(plain);
  });

  test("keeping everything original stands still", async () => {
    const interventions = [{ name: "keep-original", config: { fraction: 1 } }] as const;
    const all = await generationsOf(await resolve({ interventions }), backend);
    for (const { record } of all) expect(record.metrics).toEqual(all[0].record.metrics);
  });

  test("stops at the signal, and before the first generation too", async () => {
    const experiment = await resolve();
    const controller = new AbortController();
    const running = engineGenerations(experiment, { backend, signal: controller.signal });
    await running.next();
    controller.abort();
    await expect(async () => {
      for await (const generation of running) expect(generation.record.generation).toBeLessThan(3);
    }).rejects.toThrow("abort");
    const signal = AbortSignal.abort();
    await expect(engineGenerations(experiment, { backend, signal }).next()).rejects.toThrow(
      "abort",
    );
  });

  test("the watched lineage is the one that was asked for", async () => {
    const experiment = await resolve();
    for (const watch of [0, 3]) {
      for await (const { record, watched } of engineGenerations(experiment, { backend, watch })) {
        if (watched?.kind !== "vector") throw new Error("a Gaussian has moments");
        const variance =
          (Math.exp(2 * watched.logDeviation[0]) + Math.exp(2 * watched.logDeviation[1])) / 2;
        expect(Math.abs(variance / record.metrics["variance"][watch] - 1)).toBeLessThan(1e-5);
      }
    }
  });

  test("what is watched in the plane is what the lineage drew, in data units", async () => {
    const experiment = await resolve({
      dataset: { name: "two-gaussians", config: { separation: 100 } },
      family: { name: "mixture", config: { maxIterations: 6 } },
      metrics: [{ name: "mean" }],
      generations: 2,
    });
    for await (const { watched } of engineGenerations(experiment, { backend, watch: 1 })) {
      if (watched?.kind !== "vector") throw new Error("a mixture has moments");
      const { points, components, mean } = watched;
      expect(points!.length).toBe(2 * 37);
      // Two components, each near one of the modes, which lie 100 apart.
      expect(components!.mean[0] * components!.mean[2]).toBeLessThan(-2000);
      const middle = points!.reduce((sum, x, i) => sum + (i % 2 === 0 ? x : 0), 0) / 37;
      expect(Math.abs(middle - mean[0])).toBeLessThan((5 * 50) / Math.sqrt(37));
      for (let n = 0; n < 37; n++) expect(Math.abs(Math.abs(points![2 * n]) - 50)).toBeLessThan(8);
    }
  });

  test("one sample more than dimensions is enough for a covariance", async () => {
    const experiment = await resolve({
      dataset: { name: "standard-normal", config: { dimensions: 3 } },
      family: { name: "gaussian", config: { covariance: "full" } },
      metrics: [{ name: "log-variance" }],
      samples: 4,
      lineages: 3000,
      generations: 6,
    });
    const last = (await generationsOf(experiment, backend)).at(-1)!.record.metrics;
    const logVariance = Array.from(last["log-variance"]);
    const mean = logVariance.reduce((sum, x) => sum + x, 0) / logVariance.length;
    // Σ_i (ψ((4 - i)/2) + ln 2) / 3 - ln 4 for i = 1, 2, 3, and variance Σ ψ'((4 - i)/2) / 9, a fit
    const standardError = Math.sqrt((6 * (0.934802 + 1.644934 + 4.934802)) / 9 / 3000);
    const digammas = 0.03648997397857652 - 0.5772156649015329 - 1.9635100260214235;
    const expected = 6 * (digammas / 3 + Math.log(2) - Math.log(4));
    expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError);
  });

  test.each([
    ["vectors", { dataset: { name: "standard-normal" } }, "variance"],
    ["correlated vectors", { family: { name: "gaussian", config: { covariance: "full" } } }, "w2"],
    [
      "categories",
      {
        dataset: { name: "zipf", config: { categories: 9 } },
        family: { name: "categorical" },
        metrics: [{ name: "entropy" }],
      },
      "entropy",
    ],
  ] as const)(
    "a family without closed forms is measured of its samples: %s",
    async (_, change, metric) => {
      const experiment = await resolve(change);
      const { plugin, config } = experiment.family;
      const formless = { ...plugin, provides: [], forms: () => ({}) };
      const measured = await generationsOf(
        { ...experiment, family: { plugin: formless, config } },
        backend,
      );
      // The next model is fitted to those very samples.
      const fitted = (await generationsOf(experiment, backend)).slice(1);
      for (const [g, { record }] of fitted.entries()) {
        expect(measured[g].record.metrics[metric]).toEqual(record.metrics[metric]);
      }
    },
  );

  test("accumulating twice adds once", async () => {
    const once = await generationsOf(
      await resolve({ interventions: [{ name: "accumulate" }] }),
      backend,
    );
    const twice = await resolve({
      interventions: [{ name: "accumulate" }, { name: "accumulate" }],
    });
    expect((await generationsOf(twice, backend)).map(({ record }) => record)).toEqual(
      once.map(({ record }) => record),
    );
  });

  test("a thin direction of a pooled covariance is not lost before a float loses it", async () => {
    // Two archived rows in forty span one direction and leave the others to collapse. In f32 the first
    // lineage loses one near generation 180; a matrix of correlations lost them long before 120.
    const experiment = await resolve({
      dataset: { name: "standard-normal", config: { dimensions: 4 } },
      family: { name: "gaussian", config: { covariance: "full" } },
      interventions: [{ name: "keep-original", config: { fraction: 0.05 } }],
      metrics: [{ name: "log-variance" }],
      samples: 40,
      lineages: 20,
      generations: 121,
    });
    const last = (await generationsOf(experiment, backend)).at(-1)!.record.metrics;
    const logVariance = Array.from(last["log-variance"]);
    expect(logVariance.every(Number.isFinite)).toBe(true);
    expect(Math.max(...logVariance)).toBeLessThan(-5);
  });

  test("a collapse beyond what a float resolves beside the mean stays on its course", async () => {
    // Two samples a generation: ln σ² falls by 2 each time, to about -590.
    const experiment = await resolve({
      dataset: { name: "standard-normal" },
      samples: 2,
      lineages: 400,
      generations: 300,
    });
    const last = (await generationsOf(experiment, backend)).at(-1)!.record.metrics;
    const logVariance = Array.from(last["log-variance"]);
    const mean = logVariance.reduce((sum, x) => sum + x, 0) / logVariance.length;
    // ln χ²₁ - ln 2 has mean ψ(1/2) = -1.96351 and variance ψ'(1/2) = π²/2
    const standardError = Math.sqrt((300 * Math.PI ** 2) / 2 / 400);
    expect(Math.abs(mean - 300 * -1.9635100260214235)).toBeLessThan(4 * standardError);
    expect(logVariance.every(Number.isFinite)).toBe(true);
  });
});
