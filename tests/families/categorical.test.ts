import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { ConfigInput } from "../../src/config.ts";
import { type Generation, generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { categorical } from "../../src/families/categorical.ts";
import type { Segment } from "../../src/samples.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";

const NAMES = [
  "entropy",
  "heterozygosity",
  "survivors",
  "lost-mass",
  "kl",
  "js",
  "total-variation",
];

const BASE: Experiment = {
  name: "categorical-test",
  dataset: { name: "zipf", config: { categories: 50 } },
  family: { name: "categorical" },
  interventions: [],
  metrics: NAMES.map((name) => ({ name }) as Experiment["metrics"][number]),
  lineages: 7,
  generations: 5,
  samples: 101,
  seed: 5,
};

async function run(backend: Backend, change: Partial<Experiment> = {}, watch = 0) {
  const experiment = await resolveExperiment({ ...BASE, ...change }, () =>
    Promise.reject(new Error("no files here")),
  );
  const all: Generation[] = [];
  for await (const one of generationsOf(experiment, { backend, watch })) all.push(one);
  return all;
}

const watchedCounts = ({ watched }: Generation): Uint32Array => {
  if (watched?.kind !== "category") throw new Error("expected categories");
  return watched.counts;
};

const temperature = (value: number) => ({
  family: { name: "categorical" as const, config: { temperature: value } },
});

const VARIANTS: readonly (readonly [string, Partial<Experiment>])[] = [
  ["plain", {}],
  ["accumulate", { interventions: [{ name: "accumulate" }] }],
  ["keep-original", { interventions: [{ name: "keep-original", config: { fraction: 0.3 } }] }],
  ["fresh-data", { interventions: [{ name: "fresh-data", config: { fraction: 0.2 } }] }],
  ["more categories than one chunk", { dataset: { name: "zipf", config: { categories: 600 } } }],
];

describe.skipIf(webgpu === null)("the same draws on both backends", () => {
  test.each(VARIANTS)("%s", async (_name, change) => {
    const [exact, fast] = [await run(cpu, change), await run(webgpu!, change)];
    for (const [g, { record }] of fast.entries()) {
      expect(watchedCounts(fast[g])).toEqual(watchedCounts(exact[g]));
      for (const name of NAMES) {
        const expected = exact[g].record.metrics[name];
        expectClose(record.metrics[name], expected, { relative: 3e-6 });
      }
    }
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each(VARIANTS)("%s: counts are those of the whole pool", async (name, change) => {
    for (const [g, generation] of (await run(backend, change)).entries()) {
      const total = watchedCounts(generation).reduce((sum, count) => sum + count, 0);
      expect(total).toBe(name === "accumulate" ? 101 * (g + 1) : 101);
    }
  });

  test.each([0.3, 1, 5])("at temperature %f the dead stay dead", async (value) => {
    let dead: readonly number[] = [];
    for (const generation of await run(backend, { ...temperature(value), samples: 23 })) {
      const counts = watchedCounts(generation);
      expect(dead.filter((k) => counts[k] > 0)).toEqual([]);
      dead = [...counts.keys()].filter((k) => counts[k] === 0);
    }
    expect(dead.length).toBeGreaterThan(20);
  });

  test("cold models forget sooner, and warm ones later", async () => {
    const change = { samples: 5000, lineages: 20, generations: 4 };
    const last = async (value: number) => {
      const values = (await run(backend, { ...change, ...temperature(value) })).at(-1)!.record
        .metrics["entropy"];
      return Array.from(values).reduce((sum, x) => sum + x, 0) / 20;
    };
    const [cold, neutral, warm] = [await last(0.7), await last(1), await last(2)];
    expect(cold).toBeLessThan(neutral - 0.5);
    expect(warm).toBeGreaterThan(neutral + 0.1);
  });

  test("a tempered model draws from p^(1/T)", async () => {
    using scope = backend.scope("test");
    await backend.prepare(categorical.kernels);
    const space = { kind: "category", categories: 4 } as const;
    const context = contextFor(backend, scope, { lineages: 1, space });
    const parameters = {
      counts: scope.tensor("counts", "u32", [1, 4], Uint32Array.of(1, 4, 0, 9)),
      totals: scope.tensor("totals", "u32", [1], Uint32Array.of(14)),
    };
    const N = 60_000;
    const config = { statistics: "sampled" as const, temperature: Float64Array.of(2) };
    const { values } = await resultOf(
      categorical.sample(context, parameters, N, config, BEGINNING),
    );
    const drawn = (await backend.read(values))[0];
    // Square roots: 1 + 2 + 3 = 6.
    for (const [k, p] of [1 / 6, 2 / 6, 0, 3 / 6].entries()) {
      const measured = drawn.filter((value) => value === k).length / N;
      expect(Math.abs(measured - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / N));
    }
  });

  test("a lineage is the same alone, in company, and beside other temperatures", async () => {
    const counts = Uint32Array.from({ length: 300 }, (_, k) => (k % 4 === 0 ? 0 : 1 + (k % 90)));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const draw = async (keys: readonly number[], temperatures: readonly number[]) => {
      using scope = backend.scope("test");
      await backend.prepare(categorical.kernels);
      const L = keys.length;
      const space = { kind: "category", categories: 300 } as const;
      const context = contextFor(backend, scope, { lineages: L, space, keys });
      const table = Uint32Array.from(keys.flatMap(() => [...counts]));
      const parameters = {
        counts: scope.tensor("counts", "u32", [L, 300], table),
        totals: scope.tensor("totals", "u32", [L], new Uint32Array(L).fill(total)),
      };
      const temperature = Float64Array.from(temperatures);
      const config = { statistics: "sampled" as const, temperature };
      const { values } = await resultOf(
        categorical.sample(context, parameters, 55, config, BEGINNING),
      );
      const segment: Segment = { values, rows: 55, birth: 1, frame: null };
      const fitted = await resultOf(categorical.fit(context, [segment], config, BEGINNING));
      const [drawn, fittedCounts] = await backend.read(values, fitted.counts);
      return keys.map((_, l) => [
        [...drawn.subarray(l * 55, (l + 1) * 55)],
        [...fittedCounts.subarray(l * 300, (l + 1) * 300)],
      ]);
    };
    const company = await draw([8, 3, 5], [1, 0.4, 1]);
    expect((await draw([8], [1]))[0]).toEqual(company[0]);
    expect((await draw([3], [0.4]))[0]).toEqual(company[1]);
    expect((await draw([5, 8], [1, 1]))[0]).toEqual(company[2]);
  });
});

test("settings are typed by name", () => {
  const config: ConfigInput<typeof categorical.settings> = { temperature: 0.5 };
  expect(config.temperature).toBe(0.5);
});
