import { expect, test } from "vitest";
import { reportPage } from "../../src/report/report-page.ts";
import { chart } from "../../src/report/chart.ts";
import { type MetricSeries, seriesOf } from "../../src/report/series.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { coolSampling } from "../../src/experiments/categories.ts";
import { gaussianFresh, gaussianDrift } from "../../src/experiments/gaussian-drift.ts";
import { summarize } from "../../src/statistics.ts";
import { theoryFor } from "../../src/theory/index.ts";
import type { RunManifest } from "../../src/store/run-store.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { resolvedSmall } from "../support/experiments.ts";

const GENERATIONS = 6;

/** The report of an experiment whose metrics halve from 1 on. */
async function reportOf(change: Partial<Experiment>, more: Partial<GenerationRecord> = {}) {
  const experiment = await resolvedSmall({ ...change, generations: GENERATIONS, lineages: 2 });
  const names = experiment.metrics.map(({ plugin }) => plugin.name);
  const records = Array.from({ length: GENERATIONS }, (_, generation) => ({
    generation,
    metrics: Object.fromEntries(
      names.map((name) => [name, Float64Array.of(0.9, 1.1).map((x) => x * 2 ** -generation)]),
    ),
    ...more,
  }));
  const manifest: RunManifest = {
    format: 1,
    run: "small",
    experiment: experiment.experiment,
    adapter: { backend: "cpu", description: "CPU", software: true } as RunManifest["adapter"],
    version: "0",
    started: "2024-07-24T00:00:00Z",
    files: [],
    order: {},
  };
  const series = seriesOf(experiment, records);
  return { series, page: reportPage(manifest, experiment, series, records) };
}

const theories = (series: readonly MetricSeries[], metric: string) =>
  series.find(({ name }) => name === metric)!.theory;

test("two closed forms of one metric look different, in the picture and in its legend", async () => {
  const { dataset, family } = gaussianDrift;
  const { series, page } = await reportOf({
    dataset,
    family,
    interventions: [],
    metrics: [{ name: "variance" }],
  });
  expect(theories(series, "variance").map(({ statistic }) => statistic)).toEqual([
    "mean",
    "median",
  ]);
  for (const statistic of ["mean", "median"]) {
    expect(page).toContain(`<polyline class="theory of-${statistic}"`);
    expect(page).toContain(`<span class="key theory of-${statistic}"></span>${statistic} by`);
    expect(page).toContain("n: fits so far, the generation + 1 · M: samples of each model");
    expect(page).toContain(`\n.theory.of-${statistic} { stroke-dasharray`);
  }
});

test("a formula for one generation of many is not listed, and no dot is drawn for it", async () => {
  const { dataset, family, metrics } = coolSampling;
  const change = { dataset, family, metrics, interventions: [] };
  const experiment = await resolvedSmall({ ...change, generations: GENERATIONS });
  // Below temperature 1 nothing but the first fit is known.
  const known = theoryFor(experiment).filter(({ values }) => values[0] !== null);
  expect(known.map(({ values }) => values.slice(1).every((value) => value === null))).toContain(
    true,
  );
  const { series, page } = await reportOf(change);
  const drawn = series.flatMap(({ theory }) => theory);
  expect(drawn.filter(({ statistic }) => statistic !== "limit")).toEqual([]);
  expect(page).not.toMatch(/<circle|mean by theory|key mean/);
});

test("where theory knows the mean alone, the mean stands out", async () => {
  const { dataset, family } = gaussianDrift;
  const change = { dataset, family, interventions: [] };
  const w2 = (await reportOf({ ...change, metrics: [{ name: "w2" }] })).page;
  expect(w2).toMatch(/<polyline class="median thin".*<polyline class="mean lead"/);
  expect(w2).toContain('<span class="key mean lead">');
  const variance = (await reportOf({ ...change, metrics: [{ name: "variance" }] })).page;
  expect(variance).toMatch(/<polyline class="median" .*<polyline class="mean" /);
});

test("the facts of a run are in words", async () => {
  const { dataset, family, interventions } = gaussianFresh;
  const { page } = await reportOf({ dataset, family, interventions });
  expect(page).toContain("<dd>Standard normal (dimensions 1)</dd>");
  expect(page).toMatch(/<dd>Gaussian \([^<]*sampling bias 1[,)].*<\/dd>/);
  expect(page).toMatch(/<dd>Fresh .* \(fraction [\d.]+, rows stratified\)<\/dd>/);
});

test("samples, histograms and losses are on the page, which loads nothing", async () => {
  const image = btoa("\u0000".repeat(784));
  const { page } = await reportOf(
    {
      dataset: { name: "drawn-digits" },
      family: { name: "vae" },
      interventions: [],
      metrics: [{ name: "reconstruction-error" }, { name: "class-histogram" }],
    },
    {
      exhibit: { kind: "image", images: [image] },
      histograms: { "class-histogram": new Float32Array(64).fill(1) },
      traces: {
        loss: [
          [1, 3],
          [2, 2],
        ],
      },
    },
  );
  expect(page).toContain("What the models draw");
  expect(page).toContain('<img src="data:image/png;base64,');
  expect(page).toContain("img-src data:");
  expect(page).toContain("<h2>Classes</h2>");
  expect(page).toContain("<h2>Training loss</h2>");
  expect(page).not.toMatch(/(src|href)="(https?:|\/)/);
});

test.each([
  [9, ["0.01", "0.1", "1"]],
  [16, ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"]],
  [200, ["10⁻⁵⁴", "10⁻⁴⁵", "10⁻³⁶", "10⁻²⁷", "10⁻¹⁸", "10⁻⁹", "10⁰"]],
])("a log axis over %i generations keeps to one notation", (generations, labels) => {
  const summaries = Array.from({ length: generations }, (_, g) => summarize([2 ** -g, 2 ** -g]));
  const svg = chart({ name: "x", title: "X", summary: "", unit: "u", summaries, theory: [] });
  expect(svg).toContain(">X (u, log axis)</text>");
  const ticks = [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, label]) => label);
  expect(ticks).toEqual(labels);
});
