import * as fc from "fast-check";
import { expect, test } from "vitest";
import { summarize } from "../src/statistics.ts";

test("mean, standard error and quantiles of numbers that can be checked by hand", () => {
  const summary = summarize([4, 1, 3, 2, 0]);
  expect(summary).toMatchObject({ lineages: 5, mean: 2, median: 2, q25: 1, q75: 3 });
  expect(summary.q05).toBeCloseTo(0.2, 14);
  expect(summary.q95).toBeCloseTo(3.8, 14);
  // Variance 10 / 4, divided by five lineages.
  expect(summary.standardError).toBeCloseTo(Math.sqrt(0.5), 14);
});

test("of lineages that learn from each other the means are independent, and nothing else", () => {
  const summary = summarize([1, 3, 5, 7, 3, 5], 2);
  expect(summary).toMatchObject({ lineages: 6, mean: 4, median: 4 });
  // Means 2, 6 and 4: variance 4, divided by three ecosystems.
  expect(summary.standardError).toBeCloseTo(Math.sqrt(4 / 3), 14);
  const same = summarize([1, 1, 2, 2, 5, 5], 2);
  expect(same.standardError).toBeCloseTo(summarize([1, 2, 5]).standardError, 14);
});

test("one lineage has a value but no standard error", () => {
  expect(summarize(Float32Array.of(0.5))).toEqual({
    lineages: 1,
    mean: 0.5,
    standardError: NaN,
    q05: 0.5,
    q25: 0.5,
    median: 0.5,
    q75: 0.5,
    q95: 0.5,
  });
});

test("a NaN says that nothing is known, and so does nothing at all", () => {
  for (const values of [[1, NaN, 2], []]) {
    const { lineages, ...numbers } = summarize(values);
    expect(lineages).toBe(values.length);
    expect(Object.values(numbers).every(Number.isNaN)).toBe(true);
  }
});

test("infinities are sorted like any number", () => {
  const summary = summarize([Infinity, 1, 2, -Infinity, 3, Infinity, Infinity]);
  expect(summary).toMatchObject({ mean: NaN, standardError: NaN, median: 3, q75: Infinity });
  expect(summary.q05).toBe(-Infinity);
  expect(summarize([1, 2, Infinity, Infinity])).toMatchObject({ mean: Infinity, median: Infinity });
  expect(summarize([-Infinity, -Infinity])).toMatchObject({ mean: -Infinity, q25: -Infinity });
});

test("quantiles are in order, within the values, and do not ask for their order", () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, minLength: 1 }), (values) => {
      const { q05, q25, median, q75, q95, mean } = summarize(values);
      const known = [q05, q25, median, q75, q95].filter((value) => !Number.isNaN(value));
      expect(known).toEqual([...known].sort((a, b) => a - b));
      const [least, most] = [Math.min(...values), Math.max(...values)];
      for (const value of known) expect(value >= least && value <= most).toBe(true);
      expect(summarize(values.toReversed())).toEqual(summarize(values));
      if (Number.isFinite(mean))
        expect(mean).toBeGreaterThanOrEqual(least - 1e-7 * Math.abs(least));
    }),
  );
});
