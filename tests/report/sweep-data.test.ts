import { expect, test } from "vitest";
import { sweepData } from "../../src/report/sweep-data.ts";
import { painting } from "../../src/report/sweep-script.ts";

const nothing = [new Float64Array(8).fill(NaN)];

function dataOf(...values: number[]) {
  const quantity = { kind: "metric", name: "variance", title: "Variance", summary: "", unit: "" };
  const mean = [Float64Array.from(values)];
  const quantities = [
    { ...quantity, kind: "metric", mean, standardError: nothing, theory: nothing } as const,
  ];
  return sweepData({ generations: [0], quantities });
}

test("what has come to nothing has the lowest colour, and leaves all others to the rest", () => {
  const data = dataOf(0, 1e-30, 1e-15, 1);
  const { measured } = painting(data, 0, 0);
  expect(data.quantities[0]).toMatchObject({ logarithmic: true, low: 1e-30 });
  expect(measured.map(({ place }) => place!.toFixed(2))).toEqual(["0.00", "0.00", "0.50", "1.00"]);
  expect(measured[0].text).toBe("0");
});

test("numbers are as long as their digits, not as their zeros", () => {
  const values = [0, 999_900, -1e6, 1.268e14, 0.0001, -1.23456e-5, 2e-40];
  const { measured } = painting(dataOf(...values), 0, 0);
  const texts = ["0", "999900", "−1e6", "1.268e14", "0.0001", "−1.235e−5", "2e−40"];
  expect(measured.map(({ text }) => text)).toEqual(texts);
});

test("colours are linear where values have signs, span little, or are all nothing", () => {
  for (const values of [
    [-1, 1e-9, 1, 2],
    [0, 1, 2, 3],
    [0, 0, 0, 0],
  ]) {
    const { logarithmic, low, high } = dataOf(...values).quantities[0];
    expect([logarithmic, low, high]).toEqual([false, Math.min(...values), Math.max(...values)]);
  }
});
