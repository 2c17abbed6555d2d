import { expect, test } from "vitest";
import { diagramOf } from "../../src/sweeps/diagram.ts";
import { isoLines } from "../../src/sweeps/iso-lines.ts";
import { smallExperiment } from "../support/experiments.ts";
import { resolvedSweep, resultsOf } from "../support/sweeps.ts";

const drift = { ...smallExperiment, interventions: [], generations: 2 };
const bias = { setting: "$.family.config.samplingBias", values: [0.8, 0.9, 1] };
const samples = { setting: "$.samples", values: [5, 10] };

test("the first setting goes across, the second along, the others make panels", async () => {
  const divisor = { setting: "$.family.config.divisor", values: ["N", "N-1"] };
  const sweep = await resolvedSweep({ experiment: drift, axes: [bias, samples, divisor] });
  const { x, y, panels, points, quantities, generations } = diagramOf(await resultsOf(sweep));
  expect([x.texts, y!.texts]).toEqual([
    ["0.8", "0.9", "1"],
    ["5", "10"],
  ]);
  expect(panels.map(({ title }) => title)).toEqual(["divisor N", "divisor N-1"]);
  expect(generations).toEqual([0, 1]);
  for (const [panel, { rows }] of panels.entries()) {
    for (const [j, row] of rows.entries()) {
      for (const [i, point] of row.entries()) {
        expect(points[point!].cells.map(({ at }) => at)).toEqual([[i, j, panel]]);
      }
    }
  }
  expect(quantities.map(({ name }) => name)).toEqual(["variance", "mean"]);
});

test("cells that differ in the seed alone are one point, weighted by their lineages", async () => {
  const seeds = { setting: "$.seed", values: { seeds: 3 } };
  const sweep = await resolvedSweep({ experiment: drift, axes: [bias, seeds] });
  const results = await resultsOf(sweep);
  const diagram = diagramOf(results);
  expect(diagram.y).toBeNull();
  expect(diagram.points.map(({ cells }) => cells.length)).toEqual([3, 3, 3]);
  const [{ mean, standardError }] = diagram.quantities;
  const [quantity] = results.quantities();
  const indices = [3, 4, 5].map((cell) => results.indexOf(cell, 1, quantity)!);
  const average = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / 3;
  expect(mean[1][1]).toBeCloseTo(average(indices.map((i) => results.column("mean")[i])), 12);
  const squares = indices.map((i) => results.column("standard_error")[i] ** 2);
  expect(standardError[1][1]).toBeCloseTo(Math.sqrt(average(squares) / 3), 12);

  const alone = diagramOf(
    await resultsOf(await resolvedSweep({ experiment: drift, axes: [seeds] })),
  );
  expect(alone.x.label).toBe("seed");
  expect(alone.points).toHaveLength(3);
});

test("what is not finished is not there, and a list is a single row", async () => {
  const sweep = await resolvedSweep({ experiment: drift, axes: [bias, samples] });
  const part = diagramOf(await resultsOf(sweep, sweep.cells.slice(0, 3)));
  expect(part.panels[0].rows).toEqual([
    [0, 2, null],
    [1, null, null],
  ]);
  const two = [{ ...bias, values: [0.8, 0.9] }, samples];
  const list = await resolvedSweep({ experiment: drift, axes: two, mode: "list" });
  const { x, y, panels } = diagramOf(await resultsOf(list));
  expect([x.label, x.texts, y, panels[0].rows]).toEqual([
    "sampling bias · samples",
    ["0.8 · 5", "0.9 · 10"],
    null,
    [[0, 1]],
  ]);
});

const axis = (setting: string, values: readonly unknown[]) => {
  return { setting, values, label: "", column: "", texts: [] };
};
const fraction = "$.interventions[0].config.fraction";

test("lines of equal k go through the settings whose product it is", () => {
  const M = axis("$.samples", [10, 100, 1000]);
  const share = axis(fraction, [0.01, 0.1, 1]);
  for (const [x, y] of [
    [M, share],
    [share, M],
  ]) {
    const lines = isoLines(x, y);
    const line = lines.find(({ label }) => label === "k = 10")!;
    // 10 = 1000 · 0.01 = 100 · 0.1 = 10 · 1: the other diagonal.
    for (const [i, j] of line.points) expect(i + j).toBeCloseTo(2, 9);
    expect(lines.length).toBeGreaterThan(2);
  }
  // Downwards, and by steps that are neither even nor equal ratios.
  const [{ label, points }] = isoLines(
    axis("$.samples", [400, 100, 50]),
    axis(fraction, [0.1, 0.2]),
  );
  const k = Number(label.slice(4));
  const [first] = points.filter(([i]) => i >= 0);
  expect(400 * 4 ** -first[0] * 0.1 * 2 ** first[1]).toBeCloseTo(k, 9);
});

test("there are no such lines over other settings, or where an axis turns round", () => {
  const M = axis("$.samples", [10, 100]);
  expect(isoLines(M, null)).toEqual([]);
  expect(isoLines(M, axis("$.family.config.samplingBias", [0.1, 1]))).toEqual([]);
  expect(isoLines(M, axis(fraction, [0, 0.1]))).toEqual([]);
  expect(isoLines(M, axis(fraction, [0.1, 0.5, 0.2]))).toEqual([]);
  expect(isoLines(M, axis(fraction, [0.1]))).toEqual([]);
});
