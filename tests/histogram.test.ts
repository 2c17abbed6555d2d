import { describe, expect, test } from "vitest";
import {
  densities,
  extremes,
  placeOf,
  quantile,
  someGenerations,
  trimmed,
} from "../src/histogram.ts";

describe("histograms", () => {
  const log = { edges: [1, 10, 100, 1000], scale: "log" } as const;
  const linear = { edges: [0, 1, 3], scale: "linear" } as const;

  test("areas are shares", () => {
    expect(placeOf(log, 10)).toBeCloseTo(1 / 3, 12);
    const areas = (histogram: typeof log | typeof linear, counts: readonly number[]) =>
      densities(histogram, counts).map((height) => Number((height / 3).toFixed(12)));
    expect(areas(log, [1, 2, 1])).toEqual([0.25, 0.5, 0.25]);
    expect(areas(linear, [1, 1])).toEqual([0.5, 0.25]);
    expect(densities(log, [0, 0, 0])).toEqual([0, 0, 0]);
  });

  test("quantiles lie between the edges of their bin, on its scale", () => {
    expect(quantile(log, [1, 2, 1], 0.5)).toBeCloseTo(10 ** 1.5, 10);
    expect(quantile(linear, [2, 2], 0.75)).toBeCloseTo(2, 12);
    expect(quantile(log, [0, 4, 0], 0)).toBe(10);
    expect(quantile(log, [0, 0, 0], 0.5)).toBeNaN();
  });

  test("the ends that no generation reaches are left out, but for a bin of air", () => {
    const edges = Array.from({ length: 41 }, (_, i) => 2 ** i);
    const countsAt = (...bins: readonly number[]) =>
      Float64Array.from({ length: 40 }, (_, i) => (bins.includes(i) ? 1 : 0));
    const shown = (...counts: readonly Float64Array[]) => trimmed({ edges, scale: "log" }, counts);
    const { histogram, counts } = shown(countsAt(5, 20), countsAt(8, 30));
    expect(histogram.edges).toEqual(edges.slice(4, 33));
    expect(counts.map((one) => one.length)).toEqual([28, 28]);
    expect(counts.map((one) => one.indexOf(1))).toEqual([1, 4]);
    // Not so near that an axis has no marks.
    expect(shown(countsAt(20)).counts[0].length).toBeGreaterThanOrEqual(16);
    expect(shown(countsAt(39)).histogram.edges.at(-1)).toBe(edges[40]);
    expect(shown().histogram.edges).toEqual(edges);
    expect(shown(countsAt()).histogram.edges).toEqual(edges);
  });

  test("classes are told by the most and the least frequent one", () => {
    expect(extremes(["a", "b", "c"], [1, 7, 2])).toBe("most “b” (70 %), least “a” (10 %)");
    expect(extremes(["a", "b"], [0, 0])).toBe("most “a” (0 %), least “b” (0 %)");
  });

  test("the generations that are shown are spread evenly from the first to the last", () => {
    expect(someGenerations(3, 5)).toEqual([0, 1, 2]);
    expect(someGenerations(101, 5)).toEqual([0, 25, 50, 75, 100]);
    expect(someGenerations(0, 5)).toEqual([]);
  });
});
