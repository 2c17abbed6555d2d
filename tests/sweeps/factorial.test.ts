import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { effectsCsv } from "../../src/report/effects-csv.ts";
import { effectsPage } from "../../src/report/effects-page.ts";
import { designs } from "../../src/sweeps/designs.ts";
import { effectsOf, requireFactorial } from "../../src/sweeps/factorial.ts";
import { resolveSweep } from "../../src/sweeps/resolve.ts";
import { cpu } from "../support/backends.ts";

const noFiles = () => Promise.reject(new Error("no files here"));
const design = (change: object = {}) => {
  const [, words] = designs;
  const experiment = { ...words.experiment, lineages: 6, generations: 3, samples: 150 };
  return resolveSweep({ ...words, experiment, ...change }, noFiles);
};

describe("effects", () => {
  const record = (values: readonly number[]): GenerationRecord => ({
    generation: 0,
    metrics: { y: values },
  });

  test("are those of a model with known ones, lineage by lineage", async () => {
    const { axes, cells } = await design();
    // y = 5 + l + 3 a + 2 b + 0.5 a b, with a and b 1 where the error is on and 0 where it is off.
    const records = cells.map(({ at }) => {
      const [a, b] = at.map((place) => 1 - place);
      return [record([0, 1, 2].map((l) => 5 + l + 3 * a + 2 * b + 0.5 * a * b))];
    });
    const found = effectsOf({ axes, cells }, records, "y");
    expect(found.map(({ factors }) => factors)).toEqual([[0], [1], [0, 1]]);
    expect(found.map(({ summaries }) => summaries[0].mean)).toEqual([3.25, 2.25, 0.25]);
    // What differs between lineages and is the same in all cells cancels.
    for (const { summaries } of found) expect(summaries[0].standardError).toBe(0);
  });

  test("of errors that are off in every cell are nothing", async () => {
    const { axes, cells } = await design();
    const records = cells.map(() => [record([7, 8])]);
    for (const { summaries } of effectsOf({ axes, cells }, records, "y")) {
      expect(summaries[0].mean).toBe(0);
    }
  });
});

test("a design is a grid of two values each, with the same chance in all cells", async () => {
  const check = async (change: object) => requireFactorial(await design(change));
  await check({});
  const [first, second] = designs[1].axes;
  await expect(check({ mode: "list" })).rejects.toThrow("$.mode");
  await expect(check({ axes: [first] })).rejects.toThrow("$.axes");
  await expect(check({ axes: [first, { ...second, values: [1, 2, 3] }] })).rejects.toThrow(
    "$.axes[1].values",
  );
  await expect(check({ axes: [first, { setting: "$.seed", values: [1, 2] }] })).rejects.toThrow(
    "$.seed",
  );
  const measuring = (name: string) => [{ name }, { name: "entropy" }];
  const metrics = { setting: "$.metrics", values: ["survivors", "js"].map(measuring) };
  await expect(check({ axes: [first, metrics] })).rejects.toThrow("$.metrics");
});

test("every design of the lab makes sense, and words lose nothing without statistical error", async () => {
  for (const one of designs) requireFactorial(await resolveSweep(one, noFiles));
  const words = await design();
  const records: GenerationRecord[][] = [];
  for (const { experiment } of words.cells) {
    const all: GenerationRecord[] = [];
    for await (const { record } of generationsOf(experiment, { backend: cpu })) all.push(record);
    records.push(all);
  }
  const effects = effectsOf(words, records, "survivors");
  expect(effects[0].summaries.at(-1)!.mean).toBeLessThan(-100);
  const series = [{ name: "survivors", title: "Survivors", unit: "", effects }];
  const csv = effectsCsv(words, series);
  expect(csv.split("\n")[0]).toContain("effect");
  expect(csv).toContain("statistical approximation × functional approximation");
  const page = effectsPage(words, series, {});
  expect(page).toContain("<polyline");
  expect(page).not.toContain("NaN");
});
