import { describe, expect, test } from "vitest";
import { batchOf, shapeOf } from "../../src/engine/batch.ts";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment, ResolvedExperiment } from "../../src/experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../../src/record.ts";
import { backends, cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

const biased = (
  samplingBias: NonNullable<Config["samplingBias"]>,
  more: Partial<Experiment> = {},
) => resolvedSmall({ family: { name: "gaussian", config: { samplingBias } }, ...more });
type Config = { samplingBias?: number | { values: readonly number[] } };

async function recordsOf(
  backend: (typeof backends)[number],
  [first, ...beside]: readonly ResolvedExperiment[],
): Promise<GenerationRecord[][]> {
  const all: GenerationRecord[][] = [];
  for await (const generation of generationsOf(first, { backend, beside })) {
    for (const [i, record] of [generation.record, ...generation.beside].entries()) {
      (all[i] ??= []).push(record);
    }
  }
  return all;
}

describe.each(backends)("a batch on $adapter.backend", (backend) => {
  test("gives every experiment the numbers that it has alone, bit for bit", async () => {
    const cells = [
      await biased(0.9),
      await biased(1, { seed: 77, lineages: 5 }),
      await biased({ values: [1, 0.5, 2] }, { lineages: 2 }),
    ];
    const together = await recordsOf(backend, cells);
    for (const [i, cell] of cells.entries()) {
      const [alone] = await recordsOf(backend, [cell]);
      expect(together[i]).toEqual(alone);
    }
  });
});

test("filters of several experiments let each have what it has alone", async () => {
  const filtering = (share: number, more: Partial<Experiment> = {}) =>
    resolvedSmall({
      interventions: [
        { name: "watermark", config: { truePositiveRate: share } },
        { name: "quality", config: { share } },
      ],
      ...more,
    });
  const cells = [await filtering(0.5), await filtering(0.7, { seed: 8, lineages: 2 })];
  const together = await recordsOf(cpu, cells);
  for (const [i, cell] of cells.entries()) {
    const [alone] = await recordsOf(cpu, [cell]);
    expect(together[i]).toEqual(alone);
  }
});

test("ecosystems have what they have alone, and go on as if they had never stopped", async () => {
  const exchanging = (config: object, family: Experiment["family"]) => (lineages: number) =>
    resolvedSmall({
      family,
      interventions: [{ name: "exchange", config: { members: 2, rate: 0.3, ...config } }],
      lineages,
      seed: lineages,
      generations: 5,
    });
  const members = { members: [0, 0.2] };
  const uneven = { learns: [1, 0.5] };
  const full = { covariance: "full" as const };
  const batches = [
    [
      await exchanging(uneven, { name: "gaussian", config: { ...full, truncation: null } })(4),
      await exchanging(uneven, { name: "gaussian", config: { ...full, truncation: 2 } })(2),
      await exchanging(uneven, { name: "gaussian", config: { ...full, shrinkage: members } })(6),
    ],
    [
      await exchanging({}, { name: "gaussian", config: { statistics: "exact" } })(4),
      await exchanging(
        {},
        {
          name: "gaussian",
          config: { statistics: "exact", shrinkage: members },
        },
      )(2),
    ],
  ];
  for (const cells of batches) {
    const together = await recordsOf(cpu, cells);
    for (const [i, cell] of cells.entries()) {
      const alone: GenerationRecord[] = [];
      let from: Checkpoint | null = null;
      for await (const generation of generationsOf(cell, { backend: cpu })) {
        alone.push(generation.record);
        if (generation.record.generation === 2) from = await generation.checkpoint();
      }
      expect(together[i]).toEqual(alone);
      const rest: GenerationRecord[] = [];
      for await (const { record } of generationsOf(cell, { backend: cpu, from })) rest.push(record);
      expect(rest).toEqual(alone.slice(3));
    }
  }
});

test("what differs between members is handed over once, and what changes every time", async () => {
  const biases = async (samplingBias: object) => {
    const family = { name: "gaussian" as const, config: { samplingBias } as never };
    const { at } = batchOf([await resolvedSmall({ family })]);
    return [at(0), at(1)].map(({ family: config }) => config["samplingBias"]);
  };
  const [before, after] = await biases({ members: [1, 0.5, 0.25] });
  expect(before).toEqual(Float64Array.of(1, 0.5, 0.25));
  expect(after).toBe(before);
  expect(await biases({ values: [1, 0.5] })).toEqual([
    Float64Array.of(1, 1, 1),
    Float64Array.of(0.5, 0.5, 0.5),
  ]);
});

test("choices by member begin anew with every experiment of a batch", async () => {
  const decoding = async (one: unknown, lineages: number) =>
    resolvedSmall({
      dataset: { name: "grammar" },
      family: { name: "transformer", config: { decoding: one as never } },
      interventions: [],
      metrics: [{ name: "distinct-2" }],
      lineages,
    });
  const members = { members: ["beam", "greedy"] };
  const cells = [await decoding(members, 3), await decoding(members, 2)];
  const { decoding: told } = batchOf(cells).at(0).family;
  expect(told).toEqual(["beam", "greedy", "beam", "beam", "greedy"]);
  expect(batchOf([await decoding("beam", 2)]).at(0).family["decoding"]).toEqual(["beam", "beam"]);
  expect(shapeOf(await decoding("beam", 2))).not.toBe(shapeOf(cells[0]));
});

test("a schedule holds in its generation", async () => {
  const constant = async (value: number) =>
    (await recordsOf(cpu, [await biased(value, { interventions: [] })]))[0];
  const scheduled = (await recordsOf(cpu, [await biased({ values: [1, 0.25] })]))[0];
  // The bias acts when sampling, which generation 1's pool is the first to show.
  const unbiased = (await recordsOf(cpu, [await biased(1)]))[0];
  expect(scheduled[1]).toEqual(unbiased[1]);
  expect(scheduled[2]).not.toEqual(unbiased[2]);
  expect((await constant(1))[0]).toEqual(unbiased[0]);
});

test("experiments that differ in a size have another shape, others have not", async () => {
  const base = shapeOf(await resolvedSmall());
  expect(shapeOf(await biased(0.5, { seed: 9, lineages: 70 }))).toBe(base);
  const keeping = (fraction: number) =>
    resolvedSmall({ interventions: [{ name: "keep-original", config: { fraction } }] });
  expect(shapeOf(await keeping(0.1))).not.toBe(shapeOf(await keeping(0.2)));
  expect(shapeOf(await resolvedSmall({ samples: 14 }))).not.toBe(base);
  expect(shapeOf(await resolvedSmall({ metrics: [{ name: "mean" }] }))).not.toBe(base);
});

test("experiments of different shapes are refused as a batch", async () => {
  const run = recordsOf(cpu, [await resolvedSmall(), await resolvedSmall({ samples: 14 })]);
  await expect(run).rejects.toThrow("different shapes");
});
