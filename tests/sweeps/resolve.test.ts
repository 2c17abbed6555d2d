import { describe, expect, test } from "vitest";
import { presets } from "../../src/experiments/index.ts";
import { cellInWords } from "../../src/sweeps/sweep.ts";
import { smallExperiment } from "../support/experiments.ts";
import { resolvedSweep } from "../support/sweeps.ts";

const axis = (setting: string, values: unknown) => ({ setting, values });
const valuesOf = async (setting: string, values: unknown) =>
  (await resolvedSweep({ axes: [axis(setting, values)] })).axes[0].values;

test("a grid has every value with every other, and the last axis changes fastest", async () => {
  const { cells, axes } = await resolvedSweep();
  expect(cells.map(({ id, at }) => [id, ...at])).toEqual([
    [0, 0, 0],
    [1, 0, 1],
    [2, 0, 2],
    [3, 1, 0],
    [4, 1, 1],
    [5, 1, 2],
  ]);
  const configs = cells.map(({ experiment: { family } }) => family.config);
  expect(configs.map(({ samplingBias }) => samplingBias)).toEqual([0.9, 0.9, 0.9, 1, 1, 1]);
  expect(configs.map(({ truncation }) => truncation)).toEqual([1, Infinity, 2, 1, Infinity, 2]);
  expect(cellInWords(axes, cells[4])).toBe("cell 4 (sampling bias 1, truncation off)");
  expect(new Set(cells.map(({ shape }) => shape)).size).toBe(1);
});

test("a list steps along all axes together", async () => {
  const axes = [axis("$.samples", [10, 20]), axis("$.seed", { seeds: 2 })];
  const { cells } = await resolvedSweep({ axes, mode: "list" });
  expect(cells.map(({ experiment: { samples, seed } }) => [samples, seed])).toEqual([
    [10, 5],
    [20, 6],
  ]);
  expect(cells[0].shape).not.toBe(cells[1].shape);
});

test("ranges have both ends, evenly or by ratios, and whole numbers where the setting is whole", async () => {
  const bias = "$.family.config.samplingBias";
  expect(await valuesOf(bias, { from: 0.1, to: 0.5, count: 5 })).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(await valuesOf(bias, { from: 0.01, to: 1, count: 3, scale: "log" })).toEqual([
    0.01, 0.1, 1,
  ]);
  const whole = { from: 10, to: 1000, count: 4, scale: "log" };
  expect(await valuesOf("$.samples", whole)).toEqual([10, 46, 215, 1000]);
  expect(await valuesOf("$.dataset.config.dimensions", { from: 1, to: 4, count: 3 })).toEqual([
    1, 3, 4,
  ]);
});

test("labels are short as long as they tell values apart", async () => {
  const of = async (setting: string, values: unknown) =>
    (await resolvedSweep({ axes: [axis(setting, values)] })).axes[0].texts;
  const bias = "$.family.config.samplingBias";
  expect(await of(bias, [0.123456, 1])).toEqual(["0.1235", "1"]);
  expect(await of(bias, [0.123456, 0.123457])).toEqual(["0.123456", "0.123457"]);
  expect(await of("$.seed", [123456])).toEqual(["123456"]);
  const ramp = { from: 1, to: 0.5, over: 10 };
  expect(await of(bias, [ramp, { values: [1, 2] }])).toEqual([
    "1 to 0.5 over 10",
    "1, 2 by generation",
  ]);
});

test("a whole choice may differ, a list of them too, and what a preset leaves out", async () => {
  const { axes, cells, sweep } = await resolvedSweep({
    experiment: "gaussian-drift",
    axes: [
      axis("$.interventions", [[], [{ name: "keep-original", config: { fraction: 0.2 } }]]),
      axis("$.family", [{ name: "gaussian" }, { name: "gaussian", config: { divisor: "N-1" } }]),
      axis("$.family.config.samplingBias", [0.5]),
    ],
  });
  expect(cells).toHaveLength(4);
  expect(axes[0].texts).toEqual(["none", "keep-original (fraction 0.2)"]);
  expect(cells[3].experiment.family.config).toMatchObject({ divisor: "N-1", samplingBias: 0.5 });
  const { title } = presets[0].experiment;
  expect(sweep.experiment).toMatchObject({ title, version: 1 });
});

test("columns are last keys, unless those mean something else or two are alike", async () => {
  const { axes } = await resolvedSweep({
    axes: [
      axis("$.lineages", [1]),
      axis("$.samples", [10]),
      axis("$.interventions[1].config.fraction", [0.1]),
      axis("$.interventions[1].name", ["keep-original"]),
      axis("$.dataset.name", ["standard-normal"]),
    ],
  });
  expect(axes.map(({ column }) => column)).toEqual([
    "experiment.lineages",
    "samples",
    "fraction",
    "interventions[1].name",
    "dataset.name",
  ]);
});

describe("one clear error before anything runs:", () => {
  const bias = "$.family.config.samplingBias";
  const dimensions = [{ ...smallExperiment }, { ...smallExperiment, samples: 0 }];
  test.each<[string, object, string]>([
    ["no axes", { axes: [] }, "$.axes: expected a list of 1 to 8 axes, found an empty list"],
    ["a key", { axis: [] }, 'unknown key, expected "$schema", '],
    ["a preset", { experiment: "gausian-drift" }, 'did you mean "gaussian-drift"?'],
    ["no path", { axes: [axis("samples", [1])] }, "$.axes[0].setting: expected a path"],
    ["half a path", { axes: [axis("$.family.", [1])] }, "$.axes[0].setting: expected a path"],
    ["a label", { axes: [axis("$.title", ["x"])] }, "$.title changes no number"],
    [
      "a place that is not there",
      { axes: [axis("$.interventions[2].config.fraction", [0.1])] },
      "$.axes[0].setting: there is no $.interventions[2]: it has 2",
    ],
    [
      "a misspelt setting",
      { axes: [axis("$.family.config.samplingBais", [1, 2])] },
      'in every cell, $.family.config.samplingBais: unknown key, expected "covariance"',
    ],
    [
      "values that are wrong in some cells",
      { axes: [axis(bias, [1, -1]), axis("$.samples", [5, 0])] },
      "cell 1 (sampling bias 1, samples 0): $.samples: expected a whole number from 1",
    ],
    ["a value twice", { axes: [axis(bias, [1, 1])] }, "$.axes[0].values: 1 is there twice"],
    ["a setting twice", { axes: [axis(bias, [1]), axis(bias, [2])] }, "has an axis already"],
    [
      "a range by ratios from 0",
      { axes: [axis(bias, { from: 0, to: 1, count: 3, scale: "log" })] },
      "$.axes[0].values: expected ends above 0",
    ],
    ["seeds of something else", { axes: [axis(bias, { seeds: 2 })] }, 'seeds are for "$.seed"'],
    [
      "axes of other lengths in a list",
      { mode: "list", axes: [axis(bias, [1, 2]), axis("$.samples", [5])] },
      "$.axes[1].values: 1 values cannot step with the 2 of the first axis",
    ],
    [
      "too many cells",
      {
        axes: [axis("$.seed", { seeds: 300 }), axis("$.samples", { from: 1, to: 300, count: 300 })],
      },
      "90000 cells are more than the 65536 of a sweep",
    ],
    [
      "a budget of nothing",
      { budget: { minutes: 0 } },
      "$.budget.minutes: expected a number above 0",
    ],
    ["a newer format", { version: 2 }, "$.version: 2 was made by a newer version"],
    ["an experiment that makes none", { experiment: dimensions[1] }, "$.samples: expected a whole"],
  ])("%s", async (_, change, message) => {
    await expect(resolvedSweep(change)).rejects.toThrow(message);
  });
});

test("cells that make no sense are told with what is wrong, or skipped where the file says so", async () => {
  const axes = [axis("$.family.config.samplingBias", [1, 9]), axis("$.samples", [0, 5])];
  await expect(resolvedSweep({ axes })).rejects.toThrow(/cell 0 .*; cell 2 .*; cell 3 .*"skip"/);
  const { cells, skipped } = await resolvedSweep({ axes, invalid: "skip" });
  expect(cells.map(({ id }) => id)).toEqual([1]);
  expect(skipped.map(({ id }) => id)).toEqual([0, 2, 3]);
  expect(skipped[2].reason).toMatch(/^\$\.(family\.config\.samplingBias|samples): expected/);
});

test("a table that nobody could read is refused", async () => {
  const experiment = { ...smallExperiment, generations: 2 ** 20 };
  await expect(resolvedSweep({ experiment })).rejects.toThrow("the table of results would have");
});
