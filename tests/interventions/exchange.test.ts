import { describe, expect, test } from "vitest";
import { TOPOLOGIES } from "../../src/ecosystem.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { firstMover } from "../../src/experiments/ecosystems.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { takeFloats } from "../../src/kernels/pool/take-floats.ts";
import { takeWeights } from "../../src/kernels/pool/take-weights.ts";
import { takeWords } from "../../src/kernels/pool/take-words.ts";
import { poolMembers } from "../../src/kernels/categorical/pool-members.ts";
import { advantageOf } from "../../src/kernels/metrics/advantage.ts";
import { pooledVarianceOf } from "../../src/kernels/metrics/pooled-variance.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { expectAgreement, runKernel, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

type Mixing = NonNullable<
  Extract<Experiment["interventions"][number], { name: "exchange" }>["config"]
>;

const gaussians = (config: Mixing, more: Partial<Experiment> = {}): Partial<Experiment> => ({
  dataset: { name: "standard-normal" },
  interventions: [{ name: "exchange", config }],
  metrics: [
    { name: "variance" },
    { name: "pooled-variance", config: { members: config.members ?? 2 } },
  ],
  lineages: 12,
  samples: 20,
  generations: 9,
  ...more,
});

async function recordsOf(backend: (typeof backends)[number], change: Partial<Experiment>) {
  const experiment = await resolvedSmall(change);
  const all: GenerationRecord[] = [];
  for await (const { record } of generationsOf(experiment, { backend })) all.push(record);
  return { experiment, all };
}

/** Means over lineages of the last generation lie within 4 standard errors of what is predicted. */
async function expectTheory(change: Partial<Experiment>) {
  const { experiment, all } = await recordsOf(cpu, change);
  const k = (experiment.interventions[0].config["members"] as number) ?? 1;
  const curves = theoryFor(experiment);
  expect(curves.map(({ metric }) => metric)).toEqual(
    experiment.metrics.map(({ plugin }) => plugin.name),
  );
  for (const { metric, values } of curves) {
    const found = Array.from(all.at(-1)!.metrics[metric]);
    // Members of an ecosystem are not independent: one number for each.
    const groups = Array.from(
      { length: found.length / k },
      (_, i) => found.slice(i * k, (i + 1) * k).reduce((sum, x) => sum + x, 0) / k,
    );
    const mean = groups.reduce((sum, x) => sum + x, 0) / groups.length;
    const square = groups.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (groups.length - 1);
    const error = Math.sqrt(square / groups.length);
    expect(error).toBeLessThan(0.03 * values.at(-1)!);
    expect(Math.abs(mean - values.at(-1)!) / error).toBeLessThan(4);
  }
}

describe.each(TOPOLOGIES)("%s", (topology) => {
  const mixing = { members: 3, topology, rate: 0.4, shares: [4, 2, 1] };
  test("variances follow the closed form", async () => {
    await expectTheory(gaussians(mixing, { lineages: 9000, samples: 11 }));
  });
});

test("so they do where members learn from unequal numbers of samples", async () => {
  const mixing = { members: 3, rate: 0.4, learns: [1, 0.5, 0.2] };
  await expectTheory(gaussians(mixing, { lineages: 4500, samples: 20 }));
});

test("categories follow it as well, and members that come and go", async () => {
  const categories = {
    dataset: { name: "zipf" as const, config: { categories: 7 } },
    family: { name: "categorical" as const },
    metrics: [
      { name: "heterozygosity" as const },
      { name: "pooled-heterozygosity" as const, config: { members: 4 } },
    ],
    lineages: 8000,
    samples: 13,
  };
  await expectTheory(gaussians({ members: 4, rate: 0.25, topology: "ring" }, categories));
  await expectTheory(
    gaussians({ members: 4, rate: 0.25, enters: [0, 0, 4], leaves: [5] }, categories),
  );
});

describe.each(backends)("an ecosystem on $adapter.backend", (backend) => {
  test("a whole exchange of two is a swap of all that they drew", async () => {
    const alone = await recordsOf(backend, gaussians({ members: 2, rate: 0 }));
    const swapped = await recordsOf(backend, gaussians({ members: 2, rate: 1 }));
    const variances = ({ all }: typeof alone) => Array.from(all[1].metrics["variance"]);
    const pairs = variances(alone).map((_, l, list) => list[l ^ 1]);
    expect(variances(swapped)).toEqual(pairs);
  });

  test("members may differ in a number", async () => {
    const family = { name: "gaussian" as const, config: { samplingBias: { members: [1, 0.25] } } };
    const { all } = await recordsOf(
      backend,
      gaussians({ members: 2, rate: 0 }, { family, samples: 900 }),
    );
    const variances = Array.from(all[1].metrics["variance"]);
    expect(variances.filter((_, l) => l % 2 === 0).every((x) => x > 0.7)).toBe(true);
    expect(variances.filter((_, l) => l % 2 === 1).every((x) => x < 0.4)).toBe(true);
  });
});

test("an uneven exchange of samples that were filtered keeps the filter's verdicts", async () => {
  const watermark = { truePositiveRate: 0.5, falsePositiveRate: 0 };
  const filtered = gaussians({ members: 3, topology: "star", rate: 0.5 }, { samples: 400 });
  const { all } = await recordsOf(cpu, {
    ...filtered,
    interventions: [{ name: "watermark", config: watermark }, ...filtered.interventions!],
    metrics: [{ name: "variance" }],
  });
  const kept = Array.from(all.at(-1)!.reports!["watermark.synthetic-kept"]);
  for (const share of kept) expect(Math.abs(share - 0.5)).toBeLessThan(0.15);
  for (const variance of Array.from(all.at(-1)!.metrics["variance"])) {
    expect(variance).toBeGreaterThan(0.5);
  }
});

test("lineages that are no whole ecosystems are refused", async () => {
  await expect(resolvedSmall(gaussians({ members: 5 }))).rejects.toThrow(
    "$.interventions[0].config.members: 12 lineages are no whole ecosystems of 5 models",
  );
});

test("kernels/pool/take-weights.ts agrees with its reference", async () => {
  const inputs = {
    weight: scatteredNormal,
    start: (member: number) => 2 * member,
    count: (member: number) => 3 * member,
  };
  for (const R of [1, 6]) {
    const axes = { L: 6, N: 7, C: 9, R, K: 3 };
    await expectAgreement(takeWeights, { axes, scalars: { rows: 6, offset: 2 }, inputs }, {});
  }
});

test("kernels/pool/take-floats.ts and kernels/pool/take-words.ts agree with their references", async () => {
  const shared = { axes: { L: 6, N: 7, C: 9, W: 5, K: 3 }, scalars: { rows: 6, offset: 2 } };
  const start = (member: number) => 2 * member;
  const floats = { start, values: scatteredNormal };
  await expectAgreement(takeFloats, { ...shared, inputs: floats }, {});
  await expectAgreement(takeWords, { ...shared, inputs: { start, values: scatteredWord } }, {});
});

test("kernels/metrics/advantage.ts agrees with its reference, infinite risks and all", async () => {
  const risks = [1, Infinity, 3, 2, 5, Infinity, Infinity, 0, Infinity, 4, 6];
  const testCase = {
    axes: { L: risks.length },
    scalars: { members: 3 },
    inputs: { risk: (l: number) => risks[l] },
  };
  await expectAgreement(advantageOf, testCase, {});
  const { advantage } = await runKernel(cpu, advantageOf, testCase);
  expect([...advantage]).toEqual([2, 2, 2, Infinity, Infinity, Infinity, 0, 0, 0, 2, 2]);
});

test("who was there first stays ahead of who learns from what both publish", async () => {
  const { experiment } = await resolveExperiment(
    {
      ...firstMover,
      metrics: [{ name: "advantage", config: { draws: 100 } }, { name: "variance" }],
      lineages: 128,
      generations: 12,
      samples: 40,
    },
    () => Promise.reject(new Error("no files")),
  );
  const { all } = await recordsOf(cpu, experiment);
  const { advantage, variance } = all.at(-1)!.metrics;
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
  expect(mean(advantage)).toBeGreaterThan(0.05);
  // The first one learns from the same samples every time, which its variance tells bit for bit.
  const first = (values: ArrayLike<number>) => Array.from(values).filter((_, l) => l % 2 === 0);
  expect(first(variance)).toEqual(first(all[1].metrics["variance"]));
});

test("kernels/metrics/pooled-variance.ts and kernels/categorical/pool-members.ts agree with theirs", async () => {
  await expectAgreement(
    pooledVarianceOf,
    {
      axes: { L: 8, D: 3 },
      scalars: { members: 3 },
      inputs: { mean: scatteredNormal, logDeviation: scatteredNormal },
    },
    { relative: 1e-5 },
  );
  await expectAgreement(
    poolMembers,
    {
      axes: { L: 8, K: 11 },
      scalars: { members: 3 },
      inputs: { counts: (i) => scatteredWord(i) >>> 24, totals: () => 4000 },
    },
    { relative: 3e-7, absolute: 0.5 },
  );
});
