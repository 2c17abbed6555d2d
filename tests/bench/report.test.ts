import { describe, expect, test } from "vitest";
import { benchCases } from "../../src/bench/cases.ts";
import { comparisons } from "../../src/bench/comparisons.ts";
import { compare, spreadOf } from "../../src/bench/measure.ts";
import { type BenchReport, reportJson, reportText } from "../../src/bench/report.ts";

const milliseconds = { recursion: [400, 500, 450], bare: [300, 350, 310], one: [5, 6, 5] };

function report({ value = 0.98, software = true } = {}): BenchReport {
  const timings = Object.entries(milliseconds).map(([id, samples]) => ({
    case: benchCases.find((benchCase) => benchCase.id === id)!,
    work: 21_504_000,
    unit: "normals" as const,
    coldMs: 900,
    finding: { name: "mean variance", value, expected: 0.9802, standardError: 0.006 },
    ...spreadOf(samples),
  }));
  return {
    version: "1.2.3",
    environment: {
      adapter: { description: "Some GPU", vendor: "some", architecture: "one", software },
      node: "20.0.0",
      system: "linux x64",
      processor: "Some processor",
      cores: 2,
      load: [0.5, 1.25],
    },
    repetitions: 3,
    timings,
    ratios: compare(timings, comparisons),
    memory: [
      {
        case: { id: "some-memory", title: "some model" },
        foretold: 2 ** 21,
        taken: 3 * 2 ** 20,
        isMet: false,
      },
    ],
    notes: ["jax-js did not run: no adapter"],
  };
}

describe("the text", () => {
  const lines = reportText(report()).split("\n");
  const line = (start: string) => lines.find((text) => text.startsWith(start))!;

  test("names adapter, sizes, repetitions and load", () => {
    expect(line("adapter")).toContain("Some GPU (some one) - a processor plays the graphics card");
    expect(line("  one:")).toContain("1 × 1,000 samples × 20 generations");
    expect(line("3 repetitions")).toBeDefined();
    expect(line("load")).toContain("0.50 and 1.25");
    expect(reportText(report({ software: false }))).not.toContain("plays the graphics card");
  });

  test("has a row for each case, with its spread, its rate and what it found", () => {
    const row = line("recursive Gaussian, 1,024 lineages").split(/ {2,}/);
    const expected = [
      "450",
      "50.0",
      "400-500",
      "900",
      "47.8 M normals/s",
      "0.98000",
      "0.98020",
      "-0.0",
    ];
    expect(row.slice(1)).toEqual(expected);
  });

  test("has a row for each ratio, with its target", () => {
    const row = line("time of 1,024 lineages").split(/ {2,}/);
    expect(row.slice(1)).toEqual(["83.3", "3.33", "80.0-90.0", "at most 100", "met"]);
  });

  test("shows a ratio that nothing is promised of", () => {
    const ratios = report().ratios.map((ratio) => ({ ...ratio, isMet: null }));
    const text = reportText({ ...report(), ratios });
    expect(text).toMatch(/time of 1,024 lineages.* none$/m);
  });

  test("has a row for each look at memory", () => {
    const row = line("some model").split(/ {2,}/);
    expect(row.slice(1)).toEqual(["2.00", "3.00", "1.50", "0.9-1.1", "MISSED"]);
    expect(reportText({ ...report(), memory: [] })).not.toContain("foretold");
  });

  test("has only memory where nothing was timed", () => {
    const text = reportText({ ...report(), timings: [], ratios: [] });
    expect(text).toContain("some model");
    expect(text).not.toContain("median");
  });

  test("counts tokens, and what a step cannot do without", () => {
    const [timing] = report().timings;
    const rateIn = (change: Partial<typeof timing>) =>
      reportText({ ...report(), timings: [{ ...timing, unit: "tokens", ...change }] });
    expect(rateIn({ work: 900 })).toContain("2,000 tokens/s ");
    expect(rateIn({ work: 900, operations: 45e7 })).toContain("2,000 tokens/s, 1.00 GFLOP/s");
  });

  test("says what did not run", () => {
    expect(lines.at(-1)).toBe("jax-js did not run: no adapter");
  });

  test("warns of a fast but wrong result", () => {
    expect(reportText(report())).not.toContain("from theory, so");
    expect(reportText(report({ value: 0.9 }))).toContain("-13.4 standard errors from theory");
    expect(reportText(report({ value: NaN }))).toContain("NaN standard errors from theory");
  });
});

test("the JSON holds every sample, and survives the way through a file", () => {
  const json = reportJson(report());
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  expect(json).toMatchObject({
    schema: "ouroboros-bench/3",
    version: "1.2.3",
    env: { adapter: { software: true }, node: "20.0.0", load: [0.5, 1.25] },
    params: { repetitions: 3 },
    results: [
      { id: "recursion", unit: "ms", samples: [400, 500, 450], median: 450, mad: 50 },
      { id: "bare" },
      { id: "one" },
    ],
    memory: [{ id: "some-memory", title: "some model", foretold: 2 ** 21, isMet: false }],
    ratios: [{ id: "of-bare-kernel" }, { id: "of-one-lineage", target: 100, isMet: true }],
  });
});
