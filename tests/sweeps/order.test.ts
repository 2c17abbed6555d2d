import { expect, test } from "vitest";
import { coarseToFine, levels } from "../../src/sweeps/order.ts";
import { resolvedSweep } from "../support/sweeps.ts";

test("the ends come first, then the middle, then what lies between", () => {
  expect(levels(9)).toEqual([0, 3, 2, 3, 1, 3, 2, 3, 0]);
  expect(levels(4)).toEqual([0, 1, 2, 0]);
  expect(levels(2)).toEqual([0, 0]);
  expect(levels(1)).toEqual([0]);
});

test("a part of the queue covers all of the grid evenly", async () => {
  const { cells, axes } = await resolvedSweep({
    axes: [
      { setting: "$.family.config.samplingBias", values: { from: 0.1, to: 1, count: 9 } },
      { setting: "$.family.config.truncation", values: { from: 1, to: 2, count: 9 } },
    ],
  });
  const queue = coarseToFine(cells, axes);
  expect(new Set(queue).size).toBe(81);
  expect(queue.slice(0, 4).map(({ id }) => id)).toEqual([0, 8, 72, 80]);
  // With k rows and columns of an even 3 by 3 and 5 by 5 grid.
  for (const [count, stride] of [
    [9, 4],
    [25, 2],
  ]) {
    const places = queue.slice(0, count).flatMap(({ at }) => at);
    expect(places.every((place) => place % stride === 0)).toBe(true);
  }
});
