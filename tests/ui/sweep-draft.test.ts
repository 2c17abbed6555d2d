import { describe, expect, test } from "vitest";
import { catalog as whole } from "../../src/experiments/catalog.ts";
import { resolveSweep } from "../../src/sweeps/resolve.ts";
import { draftOf } from "../../src/ui/draft.ts";
import {
  type AxisDraft,
  axesOfFile,
  axisDraftOf,
  axisOf,
  cellCount,
  suggested,
  sweepOf,
  sweepables,
} from "../../src/ui/sweep-draft.ts";
import { sweepPresets } from "../../src/ui/sweep-presets.ts";

const catalog = whole();
const draft = draftOf(catalog.presets[0].experiment, catalog);
const known = sweepables(draft, catalog);
const noFiles = () => Promise.reject(new Error("there are no files here"));
const find = (path: string) => known.find((one) => one.path === path)!;

function listOf(setting: string, text: string): AxisDraft {
  return { setting, kind: "list", text, from: NaN, to: NaN, count: 5 };
}

test("whatever is suggested for a setting of a preset makes sense as a sweep", async () => {
  const small = { ...draft, lineages: 2, generations: 2 };
  for (const one of known) {
    const axis = suggested(one);
    expect(cellCount([axis], known), one.path).toBeGreaterThan(0);
    const { cells } = await resolveSweep(sweepOf(small, catalog, [axis]), noFiles);
    expect(cells.length, one.path).toBeGreaterThan(0);
  }
});

describe("values", () => {
  test.each([
    ["$.samples", "10, 30;100", [10, 30, 100]],
    ["$.family.config.truncation", "off, 2", [null, 2]],
    ["$.family.config.samplingBias", "0.9, much", [0.9, "much"]],
    ["$.family.config.divisor", "N-1", ["N-1"]],
    ["$.family", "gaussian, mixture", [{ name: "gaussian" }, { name: "mixture" }]],
    ["$.family", '[{"name":"gaussian"}]', [{ name: "gaussian" }]],
    ["$.samples", "[10, 30", ["[10", 30]],
    ["$.samples", " ", []],
  ])("of %s typed as %j", (setting, text, values) => {
    const axis = listOf(setting, text);
    expect(axisOf(axis, known)).toEqual({ setting, values });
    expect(cellCount([axis], known)).toBe(values.length);
  });

  test("ranges and seeds are what a sweep file says", () => {
    const range = {
      ...listOf("$.samples", ""),
      kind: "log",
      from: 10,
      to: 1000,
      count: 3,
    } as const;
    const values = { from: 10, to: 1000, count: 3, scale: "log" };
    expect(axisOf(range, known)).toEqual({ setting: "$.samples", values });
    const seeds = suggested(find("$.seed"));
    expect(axisOf(seeds, known)).toEqual({ setting: "$.seed", values: { seeds: 4 } });
    expect(cellCount([range, seeds], known)).toBe(12);
    expect(cellCount([{ ...range, count: NaN }], known)).toBeNaN();
  });

  test("come back from a sweep file as they were", () => {
    const values = [
      [1, null, 2.5],
      [true, false],
      ["N", "N-1"],
      [{ name: "gaussian" }, { name: "mixture", config: { components: 2 } }],
    ];
    const at = ["$.family.config.truncation", "$.x", "$.family.config.divisor", "$.family"];
    const flag = { ...find("$.samples"), path: "$.x", setting: { kind: "flag" } as never };
    for (const [i, list] of values.entries()) {
      const axis = { setting: at[i], label: "as it was", values: list };
      expect(axisOf(axisDraftOf(axis), [...known, flag])).toEqual(axis);
    }
    const range = { from: 1, to: 2, count: 3, scale: "linear" } as const;
    for (const other of [range, { seeds: 8 }]) {
      const axis = { setting: "$.seed", values: other };
      expect(axisOf(axisDraftOf(axis), known)).toEqual(axis);
    }
  });
});

test("every design can be chosen, and so can the errors of a model that has some", async () => {
  const all = catalog.presets.map(({ experiment }) => draftOf(experiment, catalog));
  const own = all.find(({ family }) => family.name === "categorical")!;
  const choices = sweepPresets(catalog, sweepables(own, catalog));
  expect(choices.map(({ name }) => name)).toEqual(["own-errors", "two-modes", "many-words"]);
  for (const preset of choices) {
    const sweep = sweepOf(preset.draft ?? own, catalog, preset.axes);
    const { cells, skipped } = await resolveSweep(
      { ...sweep, experiment: { ...sweep.experiment, lineages: 2, generations: 2 } },
      noFiles,
    );
    expect([cells.length, skipped.length], preset.name).toEqual([2 ** preset.axes.length, 0]);
  }
});

test("a sweep has the name of its experiment and of what it varies", () => {
  const axes = [listOf("$.samples", "1, 2"), listOf("$.family.config.samplingBias", "1")];
  const { name, title } = sweepOf(draft, catalog, axes);
  expect(title).toBe(`${draft.title}, by samples and sampling bias`);
  expect(name).toBe(`${draft.name}-by-samples-sampling-bias`.slice(0, 60));
});

test("a sweep file survives the form, with axes that the form offers nobody", async () => {
  const file = {
    name: "mine",
    title: "Mine",
    experiment: { ...catalog.presets[0].experiment, lineages: 2, generations: 2 },
    axes: [
      { setting: "$.samples", values: [10, 20] },
      { setting: "$.interventions", label: "pool", values: [[], [{ name: "accumulate" }]] },
      { setting: "$.dataset", values: [{ name: "standard-normal", config: { dimensions: 2 } }] },
    ],
    mode: "grid" as const,
    invalid: "refuse" as const,
    budget: { cells: 3 },
  };
  const { axes, foreign } = axesOfFile(file.axes, known);
  expect(foreign.map(({ path }) => path)).toEqual(["$.interventions", "$.dataset"]);
  const { name, title, mode, invalid, budget } = file;
  const manner = { name, title, mode, invalid, budget };
  const small = draftOf(file.experiment, catalog);
  const written = sweepOf(small, catalog, axes, manner, [...known, ...foreign]);
  expect(written).toMatchObject({ name, title, axes: file.axes, mode, invalid, budget });
  const [before, after] = await Promise.all(
    [file, written].map((one) => resolveSweep(one, noFiles)),
  );
  expect(after.cells.map(({ experiment }) => experiment.experiment)).toEqual(
    before.cells.map(({ experiment }) => experiment.experiment),
  );
});

test("axes that step together make as many cells as one of them has values", () => {
  const axes = [listOf("$.samples", "10, 20, 40"), listOf("$.lineages", "4, 2, 1")];
  expect(cellCount(axes, known, "list")).toBe(3);
  expect(cellCount(axes, known)).toBe(9);
  expect(cellCount([], known, "list")).toBe(0);
});
