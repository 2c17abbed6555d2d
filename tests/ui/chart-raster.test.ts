import { expect, test } from "vitest";
import { magnified } from "../../src/ui/chart-raster.ts";
import { chartOptions } from "../../src/ui/chart-options.ts";

const colors = { ink: "#000", soft: "#666", line: "#ddd", accent: "#c40", band: "#fca", font: "A" };
const axes = { logX: false, logY: true };
const theory = [{ metric: "m", title: "t", statistic: "mean", values: [1], source: "s" }] as const;
const moved = () => {};
const options = chartOptions({ width: 700, height: 300 }, axes, theory, "median", colors, moved);

test("a chart at twice the size is the same chart, with every length doubled", () => {
  const double = magnified(options, 2);
  expect([double.width, double.height]).toEqual([1400, 600]);
  expect(double.padding).toEqual([20, 28, 0, 0]);
  const [, median] = options.series;
  expect(double.series[1]).toMatchObject({ stroke: "#c40", width: 2 * median.width! });
  expect(double.series[5].dash).toEqual([14, 10]);
  const [across, up] = double.axes!;
  expect(across).toMatchObject({ label: "generation", font: "24px A", labelSize: 32, size: 52 });
  expect(across.grid).toEqual({ stroke: "#ddd", width: 2 });
  expect(across.space).toBe(100);
  const widthOf = (axis: typeof up) =>
    (axis.size as unknown as (chart: null, values: string[]) => number)(null, ["1000"]);
  expect(widthOf(up)).toBe(2 * widthOf(options.axes![1]));
  // What is no length stays: which scale, which series a band lies between, what is hidden.
  expect(double.scales!["y"].distr).toBe(3);
  expect(double.bands).toEqual(options.bands);
  expect(double.legend).toEqual({ show: false });
  expect(double.hooks).toEqual({});
});

test("uPlot reads whole pixels only", () => {
  expect(magnified(options, 2 / 1.25).axes![0].font).toBe("19px A");
});
