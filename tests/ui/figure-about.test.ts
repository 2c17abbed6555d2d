import { expect, test } from "vitest";
import type { RunDescription } from "../../src/hosts/browser/protocol.ts";
import { catalog } from "../../src/experiments/catalog.ts";
import { aboutRun, aboutSweep } from "../../src/ui/figure-about.ts";
import { emptyView, reduce } from "../../src/ui/run-view.ts";

const all = catalog();
const { experiment } = all.presets[0];

const description = {
  run: "a-run",
  title: "A Gaussian forgets its tails",
  source: "Shumailov et al. 2024",
  experiment: {
    ...experiment,
    family: { name: "gaussian", config: { samplingBias: 0.9 } },
    interventions: [{ name: "keep-original", config: { fraction: 0.25 } }],
  },
  lineages: 1024,
  generations: 200,
  samples: 100,
  metrics: [],
  groups: { real: [], laws: [] },
  real: { kind: "vector", marginals: [] },
  memoryBytes: 2 ** 20,
  parent: { run: "another-run", generation: 7 },
} as unknown as RunDescription;

const shown = [
  { type: "catalog", catalog: all },
  { type: "opened", description },
  {
    type: "runs",
    damaged: [],
    runs: [{ run: "a-run", computedBy: "CPU, Ouroboros 1.0.0" }],
  },
] as unknown as Parameters<typeof reduce>[1][];
const view = shown.reduce(reduce, emptyView);

test("a figure of a run says what was run, with which numbers, and on what", () => {
  expect(aboutRun(view)).toEqual({
    name: "gaussian-drift",
    lines: [
      "A Gaussian forgets its tails. After Shumailov et al. 2024",
      "1,024 lineages · 100 samples each · 200 generations · seed 1",
      "Standard normal · Gaussian (sampling bias 0.9) · Keep original data (fraction 0.25)",
      "A fork of another-run after generation 7",
      "CPU, Ouroboros 1.0.0",
    ],
  });
});

test("a figure of a sweep says which settings it varies, and what the others are", () => {
  const sweep = { name: "swept", experiment: { ...experiment, lineages: 64 }, axes: [] };
  const axes = [{ setting: "$.samples", label: "samples", texts: ["10", "20"] }];
  const given = { id: "x", title: "Swept", sweep, axes, cells: 2, isFactorial: false, skipped: [] };
  expect(aboutSweep(given as never, "CPU").lines).toEqual([
    "Swept",
    "samples 10, 20",
    "2 cells · lineages 64 · generations 200 · seed 1",
    "CPU",
  ]);
});
