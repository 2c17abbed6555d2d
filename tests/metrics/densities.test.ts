import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { groupCounts } from "../../src/kernels/categorical/group-counts.ts";
import { groupShares } from "../../src/kernels/categorical/group-shares.ts";
import { groupsLost } from "../../src/kernels/metrics/groups-lost.ts";
import { meanDifference } from "../../src/kernels/metrics/mean-difference.ts";
import { shareBelow } from "../../src/kernels/metrics/share-below.ts";
import { mixtureAssign } from "../../src/kernels/mixture/assign.ts";
import { logDensity } from "../../src/metrics/log-density.ts";
import { lowRegion } from "../../src/metrics/real-density.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { expectAgreement, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

async function recordsOf(change: Partial<Experiment>): Promise<GenerationRecord[]> {
  const experiment = await resolvedSmall({
    interventions: [],
    lineages: 2,
    samples: 20_000,
    generations: 2,
    ...change,
  });
  const all: GenerationRecord[] = [];
  for await (const { record } of generationsOf(experiment, { backend: cpu })) all.push(record);
  return all;
}

const NAMES = [
  "population-risk",
  "density-divergence",
  "differential-entropy",
  "tail-share",
  "outside-share",
] as const;

describe("what densities tell of a Gaussian", () => {
  const metrics = NAMES.map((name) =>
    name === "population-risk" || name === "density-divergence"
      ? { name, config: { draws: 20_000 } }
      : { name },
  );
  const run = async (config: object) => {
    const dataset = { name: "standard-normal" as const };
    const family = {
      name: "gaussian" as const,
      config: { statistics: "exact" as const, ...config },
    };
    const { metrics: found } = (await recordsOf({ dataset, family, metrics })).at(-1)!;
    return Object.fromEntries(NAMES.map((name) => [name, found[name][0]]));
  };
  const entropy = 0.5 * Math.log(2 * Math.PI * Math.E);

  test("that is the truth", async () => {
    const found = await run({});
    expect(found["population-risk"]).toBeCloseTo(entropy, 1);
    expect(Math.abs(found["density-divergence"])).toBeLessThan(1e-6);
    expect(found["differential-entropy"]).toBeCloseTo(entropy, 1);
    expect(Math.abs(found["tail-share"] - 1)).toBeLessThan(0.1);
    expect(Math.abs(found["outside-share"] - 0.001)).toBeLessThan(0.001);
  });

  test("that has shrunk, in closed form", async () => {
    // Generation 1 is fitted to samples of a quarter of the variance.
    const found = await run({ samplingBias: 0.25 });
    const variance = 0.25;
    const risk = 0.5 * Math.log(2 * Math.PI * variance) + 0.5 / variance;
    expect(found["population-risk"] / risk).toBeCloseTo(1, 1);
    expect(found["density-divergence"] / (risk - entropy)).toBeCloseTo(1, 1);
    // Its samples have a quarter of that again, and are asked about under the model itself.
    const own = 0.5 * Math.log(2 * Math.PI * variance) + 0.5 * 0.25;
    expect(found["differential-entropy"]).toBeCloseTo(own, 1);
    expect(found["tail-share"]).toBeLessThan(0.01);
    expect(found["outside-share"]).toBe(0);
  });
});

test("the tails of categories are the rarest ones, as many as fit", async () => {
  const counts = Uint32Array.of(60, 30, 4, 3, 2, 1);
  const region = lowRegion({ kind: "category", counts, total: 100, names: null }, 0.05)!;
  expect(region.mass).toBeCloseTo(0.03, 12);
  expect(region.threshold).toBeGreaterThan(Math.log(0.02));
  expect(region.threshold).toBeLessThan(Math.log(0.03));
});

test("where no category is rare there are no tails to measure", async () => {
  const tails = (categories: number) =>
    resolvedSmall({
      dataset: { name: "uniform-categories", config: { categories } },
      family: { name: "categorical" },
      metrics: [{ name: "tail-share" }],
    });
  await expect(tails(100)).rejects.toThrow('$.metrics[0].name: "tail-share" has no category');
  const zipf = { dataset: { name: "zipf" as const }, family: { name: "categorical" as const } };
  const { metrics } = await resolvedSmall({ ...zipf, metrics: [{ name: "tail-share" }] });
  expect(metrics).toHaveLength(1);
});

test("the real density of vectors is that of their mixture", () => {
  const gaussian = { weight: 1, mean: 1, deviation: 2 };
  const plain = { kind: "vector" as const, marginals: [[gaussian], [gaussian]] };
  const expected = -Math.log(2 * Math.PI * 4) - 0.5 * (0.25 + 1);
  expect(logDensity(plain, [2, 3])).toBeCloseTo(expected, 12);
  const factor = [
    [2, 0],
    [0, 2],
  ];
  const half = { weight: 0.5, mean: [1, 1], factor, group: 0 };
  expect(logDensity({ ...plain, joint: [half, half] }, [2, 3])).toBeCloseTo(expected, 12);
});

describe("groups are followed by themselves", () => {
  test("modes of the plane", async () => {
    const dataset = { name: "gaussian-ring" as const };
    const metrics = [{ name: "modes-lost" as const }];
    const [{ reports, metrics: found }] = await recordsOf({ dataset, metrics, samples: 4000 });
    const modes = Array.from({ length: 8 }, (_, k) => `group.mode ${k + 1}`);
    expect(Object.keys(reports!)).toEqual(modes.flatMap((mode) => [mode, `${mode}.recall`]));
    const shares = modes.map((mode) => reports![mode][0]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(found["modes-lost"][0]).toBe(0);
  });

  test("common and rare categories", async () => {
    const dataset = { name: "zipf" as const, config: { categories: 200 } };
    const family = { name: "categorical" as const };
    const metrics = [{ name: "survivors" as const }];
    const options = { dataset, family, metrics, samples: 300, generations: 12 };
    const records = await recordsOf(options);
    const last = records.at(-1)!.reports!;
    expect(Object.keys(last)).toEqual([
      "group.common",
      "group.common.alive",
      "group.common.recall",
      "group.middling",
      "group.middling.alive",
      "group.middling.recall",
      "group.rare",
      "group.rare.alive",
      "group.rare.recall",
    ]);
    expect(records[0].reports!["group.common"][0]).toBeGreaterThan(0.4);
    expect(last["group.rare.alive"][0]).toBeLessThan(records[0].reports!["group.rare.alive"][0]);
  });
});

describe("kernels agree with their references", () => {
  test("kernels/metrics/mean-difference.ts", async () => {
    const nothing = (i: number) => (i === 40 ? -1e30 : scatteredNormal(i));
    for (const F of [1, 3]) {
      const axes = { L: 3, N: 71, F };
      const inputs = { first: scatteredNormal, second: nothing };
      const scalars = { rows: 67 };
      await expectAgreement(meanDifference, { axes, inputs, scalars }, { absolute: 1e-6 });
    }
  });
  test("kernels/metrics/share-below.ts and kernels/metrics/groups-lost.ts", async () => {
    const scalars = { rows: 67, threshold: 0.3, whole: 0.05 };
    const axes = { L: 3, N: 71 };
    await expectAgreement(
      shareBelow,
      { axes, scalars, inputs: { values: scatteredNormal } },
      { relative: 1e-6 },
    );
    const counts = (i: number) => scatteredWord(i) >>> 29;
    await expectAgreement(
      groupsLost,
      { axes: { L: 3, G: 5, C: 3 }, inputs: { counts, least: (g) => 4 * g } },
      {},
    );
  });
  test("kernels/mixture/assign.ts", async () => {
    const lower = (i: number) => {
      const [row, column] = [Math.floor((i % 9) / 3), i % 3];
      return row === column ? 1 : column < row ? 0.3 * scatteredNormal(i) : 0;
    };
    for (const R of [1, 2]) {
      const axes = { L: 2, N: 37, D: 3, K: 4, R };
      const inputs = {
        points: scatteredNormal,
        center: scatteredNormal,
        inverse: lower,
        logScale: scatteredNormal,
        groupOf: (k: number) => k >> 1,
      };
      await expectAgreement(mixtureAssign, { axes, inputs, scalars: { edge: 1.7 } }, {});
    }
  });
  test("kernels/categorical/group-counts.ts and kernels/categorical/group-shares.ts", async () => {
    const counts = (i: number) => (scatteredWord(i) >>> 29 < 3 ? 0 : scatteredWord(i) >>> 29);
    // Groups that begin and end within runs of 64 and at their borders; 7 has an inverse modulo 331.
    const members = (m: number) => (7 * m) % 331;
    const ends = (i: number) => [2, 3, 60, 64, 190, 191, 191, 300][i];
    const axes = { L: 3, K: 331, M: 300, G: 4 };
    await expectAgreement(groupCounts, { axes, inputs: { counts, members, ends } }, {});
    const parts = { L: 3, G: 4 };
    for (const tallies of [(i: number) => scatteredWord(i) >>> 20, () => 0]) {
      const inputs = { tallies, ends };
      await expectAgreement(groupShares, { axes: parts, inputs }, { relative: 1e-6 });
    }
  });
});
