import { expect, test } from "vitest";
import { integer, list, number } from "../../src/config.ts";
import { leadOf } from "../../src/ui/chart-words.ts";
import { lettersOf } from "../../src/theory/letters.ts";
import { Series } from "../../src/ui/series.ts";
import { problemOf } from "../../src/ui/setting-problem.ts";
import { textProblem } from "../../src/ui/text-problem.ts";
import { inWords } from "../../src/ui/words.ts";

test("a place in an experiment is told by its name in the form", () => {
  const said = (path: string | null, message: string) => inWords({ path, message });
  expect(said("$.lineages", "$.lineages: is wrong")).toBe("lineages: is wrong");
  expect(said("$.family.config.samplingBias", "$.family.config.samplingBias: no")).toBe(
    "model, sampling bias: no",
  );
  expect(said("$.interventions[1].config.fraction", "$.interventions[1].config.fraction: no")).toBe(
    "intervention 2, fraction: no",
  );
  expect(said("$", "$: no")).toBe("experiment: no");
  expect(said(null, "the disk is full")).toBe("the disk is full");
});

test("a value out of range is told where it is typed", () => {
  const whole = integer({ default: 1, min: 1, max: 2 ** 20, help: "" });
  expect(problemOf(whole, 5)).toBe("");
  for (const wrong of [-5, 0, 2.5, NaN, 2 ** 20 + 1]) {
    expect(problemOf(whole, wrong)).toBe("Type a whole number from 1 to 1,048,576.");
  }
  const real = number({ default: null, off: Infinity, min: 0.1, max: 10, help: "" });
  expect(problemOf(real, null)).toBe("");
  expect(problemOf(real, 0.05)).toBe("Type a number from 0.1 to 10.");
  const numbers = list({ default: [], min: 0, max: 1, maxItems: 2, help: "" });
  expect(problemOf(numbers, [0, 1])).toBe("");
  expect(problemOf(numbers, [0, NaN])).toMatch(/commas/);
  expect(problemOf(numbers, [0, 0, 0])).toMatch(/at most 2/);
});

test("what is no text is noticed before it is used", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(textProblem(bytes("a word"))).toBe("");
  // The look ends in the middle of a character.
  expect(textProblem(bytes(`a${"é".repeat(50_000)}`))).toBe("");
  expect(textProblem(bytes(""))).toMatch(/empty/);
  expect(textProblem(bytes(" \n\t"))).toMatch(/no words/);
  expect(textProblem(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toMatch(/UTF-8/);
  expect(textProblem(Uint8Array.of(65, 0, 66, 0))).toMatch(/not a text/);
});

test("the letters of a formula are explained, and no others", () => {
  expect(lettersOf([])).toBe("");
  const said = lettersOf(["E[σ²] = σ₀² (1 − 1/M)ⁿ"]);
  for (const part of ["E: ", "n: ", "M: ", "σ₀: "]) expect(said).toContain(part);
  for (const part of ["ν: ", "d: ", "K: ", "s: ", "D: "]) expect(said).not.toContain(part);
  expect(lettersOf(["n[ψ(ν/2) + ln(2/d)]"])).toMatch(/^n: .* · ν: .* · d: .* · ψ: /);
});

test("the line that theory speaks of is the bold one", () => {
  const curve = { metric: "m", title: "", source: "", values: [1, 2] };
  const metric = { name: "m", title: "", unit: "", summary: "", bins: null };
  const mean = { ...curve, statistic: "mean" as const };
  const median = { ...curve, statistic: "median" as const };
  expect(leadOf({ ...metric, theory: [] })).toBe("median");
  expect(leadOf({ ...metric, theory: [mean] })).toBe("mean");
  expect(leadOf({ ...metric, theory: [mean, median] })).toBe("median");
});

test("a series is signed once it has been below zero by more than rounding", () => {
  const series = new Series();
  const put = (from: number, value: number) => {
    const column = Float64Array.of(value);
    series.put(from, { median: column, q05: column, q95: column, mean: column });
  };
  put(0, 3);
  put(1, 0);
  put(2, -1e-16);
  expect(series.isSigned).toBe(false);
  put(3, -0.01);
  expect(series.isSigned).toBe(true);
});
