import { expect, test } from "vitest";
import { chartData } from "../../src/ui/chart-data.ts";
import { Series } from "../../src/ui/series.ts";

const LINEAR = { logX: false, logY: false };
const LOG = { logX: true, logY: true };

function seriesOf(median: readonly number[], spread = 1): Series {
  const column = (of: (value: number) => number) => Float64Array.from(median, of);
  const series = new Series(4);
  series.put(0, {
    median: column((value) => value),
    q05: column((value) => value - spread),
    q95: column((value) => value + spread),
    mean: column((value) => value),
  });
  return series;
}

test("on linear axes everything finite is shown as it is", () => {
  const data = chartData(seriesOf([1, -2, 3]), [], LINEAR, 3);
  expect(data.x).toEqual([0, 1, 2]);
  expect(data.median).toEqual([1, -2, 3]);
  expect(data.q05).toEqual([0, -3, 2]);
  expect(data.hides).toBe(false);
});

test("infinities and NaN leave gaps, and the chart says that it hides something", () => {
  const data = chartData(seriesOf([1, Infinity, NaN, -Infinity]), [], LINEAR, 4);
  expect(data.median).toEqual([1, null, null, null]);
  expect(data.hides).toBe(true);
});

test("a log axis begins at generation 1 and leaves out what is not positive", () => {
  const data = chartData(seriesOf([10, 0.5, 0, -1], 1), [], LOG, 4);
  expect(data.x).toEqual([1, 2, 3, 4]);
  expect(data.median).toEqual([10, 0.5, null, null]);
  // The band of 0.5 reaches to -0.5: down to the floor, which is the least that is shown.
  expect(data.q05).toEqual([9, 0.5, 0.5, null]);
  expect(data.hides).toBe(true);
});

test("theory is there before the measurement", () => {
  const values = Array.from({ length: 10 }, (_, g) => 0.9 ** g);
  const curve = { metric: "m", title: "", source: "", statistic: "mean" as const, values };
  const data = chartData(seriesOf([1, 0.8]), [curve], LINEAR, 10);
  expect(data.generations).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(data.theory[0]).toEqual(values);
  expect(data.median.slice(2)).toEqual(Array.from({ length: 8 }, () => null));
  expect(data.hides).toBe(false);
});

test("no spike is lost when points are put into buckets", () => {
  const values = Array.from({ length: 50_000 }, (_, g) => Math.sin(g));
  values[31_337] = 1000;
  values[12_345] = -1000;
  const data = chartData(seriesOf(values), [], LINEAR, values.length);
  expect(data.x.length).toBeLessThan(4000);
  expect(data.median).toContain(1000);
  expect(data.median).toContain(-1000);
  expect(Math.max(...data.q95.map((value) => value ?? 0))).toBe(1001);
  expect(Math.min(...data.q05.map((value) => value ?? 0))).toBe(-1001);
  expect(data.x.every((x, i) => i === 0 || x > data.x[i - 1])).toBe(true);
  expect(data.generations.at(-1)).toBe(49_999);
});

test("what spans orders of magnitude is noticed, unless some of it is zero or less", () => {
  expect(seriesOf([22, 68_000]).spansMuch).toBe(true);
  expect(seriesOf([1, 1e-4, Infinity, NaN]).spansMuch).toBe(true);
  for (const ordinary of [[1, 90], [0, 1e6], [-1, 1e6], [Infinity, 3, 5], []]) {
    expect(seriesOf(ordinary).spansMuch).toBe(false);
  }
});

test("another run is drawn where it has values that the axes can show", () => {
  const compared = Float64Array.of(4, 0, NaN);
  const log = chartData(seriesOf([1, 2, 3, 4]), [], LOG, 4, compared);
  expect(log.compared).toEqual([[4, null, null, null]]);
  const linear = chartData(seriesOf([1, 2]), [], LINEAR, 2, compared);
  expect(linear.compared).toEqual([[4, 0]]);
  expect(linear.hides).toBe(false);
  expect(chartData(seriesOf([1]), [], LINEAR, 1).compared).toEqual([]);
});
