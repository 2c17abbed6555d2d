import { expect, test } from "vitest";
import { groupCurvesOf } from "../../src/group-curves.ts";
import { groupQuantities } from "../../src/group-figures.ts";
import { groupFile, histogramFile, metricFile } from "../../src/report/figure-file.ts";
import { seriesOf } from "../../src/report/series.ts";
import { resolvedSmall } from "../support/experiments.ts";

const GENERATIONS = 5;

async function subjectOf(title: string) {
  const { experiment } = await resolvedSmall({ title, source: "Someone & Other 2024" });
  const adapter = { backend: "webgpu", description: "SwiftShader", software: true } as never;
  return { experiment, adapter, version: "9.8.7" };
}

test("a metric becomes a file that says what it shows, by which theory, and where it was run", async () => {
  const experiment = await resolvedSmall({
    dataset: { name: "standard-normal" },
    family: { name: "gaussian" },
    interventions: [],
    metrics: [{ name: "variance" }],
    generations: GENERATIONS,
    lineages: 2,
  });
  const records = Array.from({ length: GENERATIONS }, (_, generation) => ({
    generation,
    metrics: { variance: Float64Array.of(0.9, 1.1).map((x) => x * 2 ** -generation) },
  }));
  const [series] = seriesOf(experiment, records);
  const svg = metricFile(series, await subjectOf("Less < more & more"));
  for (const text of [
    "Variance</text>",
    "Less &lt; more &amp; more, after Someone &amp; Other 2024",
    "SwiftShader (software); Ouroboros 9.8.7",
    "mean by theory, E[σ²] = σ₀² (1 − 1/M)ⁿ",
    '<polyline class="theory of-median" points="',
  ]) {
    expect(svg.replaceAll(/<\/text>\n<text[^>]*>/g, " ")).toContain(text);
  }
  // Some programs know neither nested colours nor custom properties.
  expect(svg).not.toMatch(/var\(|oklch|light-dark/);
  const [, height] = /viewBox="0 0 640 ([\d.]+)"/.exec(svg)!;
  const lowest = Math.max(...[...svg.matchAll(/<text x="\d+" y="([\d.]+)"/g)].map(([, y]) => +y));
  expect(Number(height)).toBeGreaterThan(lowest);
  expect(svg.match(/<svg/g)?.length).toBe(svg.match(/<\/svg>/g)?.length);
});

test("a histogram becomes a file with a ridge for each generation", async () => {
  const counts = [Float64Array.of(1, 2, 1), Float64Array.of(0, 1, 3)];
  const series = {
    name: "somewhere",
    title: "Where",
    summary: "",
    unit: "",
    bins: { edges: [1, 2, 3, 4], scale: "linear" as const },
    names: null,
    counts,
  };
  const svg = histogramFile(series, await subjectOf("Two"));
  expect(svg.match(/<path class="ridge"/g)).toHaveLength(2);
});

test("groups become files with a line for each, and a legend that tells them apart", async () => {
  const records = [0.4, 0].map((rare, generation) => ({
    generation,
    metrics: {},
    reports: { "group.a & b": [1 - rare, 1 - rare], "group.rare": [rare, 0.1] },
  }));
  const curves = groupCurvesOf(records)!;
  const [, survival] = groupQuantities(curves);
  const law = { name: "rare", title: "a law", source: "Someone", survival: [1, 0.5] };
  const known = { real: [], laws: [law] };
  const svg = groupFile(curves, survival, known, await subjectOf("Two"));
  expect(svg).toContain("Survival of groups</text>");
  expect(svg).toContain("a &amp; b</text>");
  // In the picture and in the legend.
  expect(svg.match(/<polyline class="group"/g)).toHaveLength(2);
  expect(svg.match(/<polyline class="group dark"/g)).toHaveLength(2);
  expect(svg.match(/<polyline class="group dark foreseen"/g)).toHaveLength(1);
  expect(svg).toContain("Thin lines: theory, a law (Someone).");
  expect(svg).not.toMatch(/var\(|NaN/);
});
