import { expect, test } from "vitest";
import type { NumberSetting } from "../../src/config.ts";
import { catalog } from "../../src/experiments/catalog.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { type Schedule, valueAt } from "../../src/schedule.ts";
import { differences } from "../../src/ui/draft-changes.ts";
import { type Draft, draftOf, experimentOf } from "../../src/ui/draft.ts";
import { scheduleCurve } from "../../src/ui/schedule-curve.ts";
import { asKind, kindOf, scheduleInWords } from "../../src/ui/schedules.ts";
import { problemOf } from "../../src/ui/setting-problem.ts";

const all = catalog();
const gaussian = draftOf(all.presets[0].experiment, all);
const setting = all.families.find(({ name }) => name === "gaussian")!.settings[
  "samplingBias"
] as NumberSetting;

function withBias(samplingBias: unknown): Draft {
  const config = { ...gaussian.family.config, samplingBias };
  return { ...gaussian, family: { name: "gaussian", config } };
}

async function isAccepted(samplingBias: unknown): Promise<boolean> {
  const experiment = experimentOf(withBias(samplingBias), all);
  const resolving = resolveExperiment(experiment, () => Promise.reject(new Error("no file")));
  return await resolving.then(
    () => true,
    () => false,
  );
}

test("a number becomes a schedule of every kind, and each of them another, between the same ends", async () => {
  for (const kind of ["ramp", "values", "members"] as const) {
    const first = asKind(0.5, kind);
    expect(kindOf(first)).toBe(kind);
    expect(await isAccepted(first)).toBe(true);
    for (const other of ["ramp", "values", "members"] as const) {
      const ramp: Schedule = { from: 0.9, to: 0.4, over: 7, shape: "linear" };
      const turned = asKind(asKind(ramp, kind), other);
      expect(kindOf(turned)).toBe(other);
      expect(await isAccepted(turned)).toBe(true);
      const [start, end] =
        other === "members"
          ? [valueAt(turned, 0, 0), valueAt(turned, 0, 1)]
          : [valueAt(turned, 0), valueAt(turned, 100)];
      expect([start, end]).toEqual([0.9, 0.4]);
    }
  }
});

test("the form finds wrong in a schedule what the lab finds wrong", async () => {
  const ramp = { from: 1, to: 0.5, over: 10, shape: "linear" };
  const { max } = setting;
  const schedules: unknown[] = [
    ramp,
    { ...ramp, shape: "step" },
    { ...ramp, to: 0 },
    { ...ramp, to: 0, shape: "geometric" },
    { ...ramp, to: NaN },
    { ...ramp, to: max + 1 },
    { ...ramp, over: 0 },
    { ...ramp, over: 1.5 },
    { ...ramp, over: NaN },
    { values: [1, 0.5] },
    { values: [] },
    { values: [1, NaN] },
    { members: [1, 0.5] },
    { members: [-1] },
  ];
  const found: boolean[] = [];
  for (const schedule of schedules) {
    const isFine = problemOf(setting, schedule) === "";
    expect([schedule, isFine]).toEqual([schedule, await isAccepted(schedule)]);
    found.push(isFine);
  }
  expect(found.filter(Boolean)).toHaveLength(5);
});

test("a schedule survives the way through the form, and is said in words", () => {
  const ramp = { from: 1, to: 0.25, over: 20, shape: "geometric" } as const;
  const draft = withBias(ramp);
  expect(draftOf(experimentOf(draft, all), all)).toEqual(draft);
  expect(differences(gaussian, draft, all)).toEqual([
    "sampling bias from 1 to 0.25 over 20 generations, by equal ratios",
  ]);
  expect(scheduleInWords({ ...ramp, shape: "step" })).toBe("1, and 0.25 from generation 20 on");
  expect(scheduleInWords({ values: [1, 2, 3, 4, 5] })).toBe("1, 2, 3, … 5 by generation");
  expect(scheduleInWords({ members: [1, 0.5] })).toBe("1, 0.5 by lineage in turn");
  expect(scheduleInWords({ members: ["beam", "greedy"] })).toBe("beam, greedy by lineage in turn");
});

test("the curve of a schedule goes through its values", () => {
  const linear = scheduleCurve({ from: 2, to: 1, over: 8, shape: "linear" });
  for (const [x, y] of linear) expect(y).toBeCloseTo(Math.max(0, 1 - 1.25 * x), 12);
  expect(scheduleCurve({ from: 1, to: 3, over: 8, shape: "step" })).toEqual([
    [0, 0],
    [0.8, 0],
    [0.8, 1],
    [1, 1],
  ]);
  expect(scheduleCurve({ values: [0, 4] })).toEqual([
    [0, 0],
    [0.5, 0],
    [0.5, 1],
    [1, 1],
  ]);
  expect(scheduleCurve({ values: [1, NaN] })).toEqual([]);
  expect(scheduleCurve({ members: [1, 2] })).toEqual([]);
});
