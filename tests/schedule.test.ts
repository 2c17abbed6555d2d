import { expect, test } from "vitest";
import { boundsOf, isSchedule, valueAt } from "../src/schedule.ts";
import { resolvedSmall } from "./support/experiments.ts";

const at = (schedule: Parameters<typeof valueAt>[0]) =>
  [0, 1, 2, 3, 4, 9].map((generation) => valueAt(schedule, generation));

test("every shape begins and ends where it says", () => {
  const ends = { from: 1, to: 16, over: 4 };
  expect(at({ ...ends, shape: "linear" })).toEqual([1, 4.75, 8.5, 12.25, 16, 16]);
  expect(at({ ...ends, shape: "geometric" })).toEqual([1, 2, 4, 8, 16, 16]);
  expect(at({ ...ends, shape: "step" })).toEqual([1, 1, 1, 1, 16, 16]);
  expect(at({ values: [3, 1, 2] })).toEqual([3, 1, 2, 2, 2, 2]);
  expect(at(7)).toEqual([7, 7, 7, 7, 7, 7]);
  expect(boundsOf({ values: [3, 1, 2] })).toEqual({ least: 1, most: 3 });
});

test("an experiment may say a schedule where a setting varies, within its bounds", async () => {
  const keeping = (fraction: unknown) =>
    resolvedSmall({
      interventions: [{ name: "keep-original", config: { fraction: fraction as number } }],
    });
  const ramp = { from: 0, to: 0.3, over: 12, shape: "step" as const };
  const { interventions } = await keeping(ramp);
  expect(interventions[0].config["fraction"]).toEqual(ramp);
  expect(isSchedule(interventions[0].config["fraction"])).toBe(true);
  // Every array has a method of that name.
  expect(isSchedule([3, 1, 2])).toBe(false);
  await expect(keeping({ from: 0, to: 1.3, over: 12 })).rejects.toThrow("interventions[0]");
  await expect(keeping({ from: 0, to: 1, over: 0 })).rejects.toThrow("interventions[0]");
  await expect(keeping({ from: 0, to: 1, over: 4, shape: "geometric" })).rejects.toThrow("above 0");
  await expect(keeping({ values: [] })).rejects.toThrow("interventions[0]");
  await expect(keeping("much")).rejects.toThrow("a number from 0 to 1");
});
