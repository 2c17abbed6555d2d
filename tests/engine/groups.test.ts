import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { drawnDigits } from "../../src/datasets/drawn-digits.ts";
import { gaussianPair } from "../../src/datasets/gaussian-pair.ts";
import { twoGaussians } from "../../src/datasets/two-gaussians.ts";
import { spaceOf } from "../../src/distribution.ts";
import { groupReports } from "../../src/engine/groups.ts";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { groupCurvesOf } from "../../src/group-curves.ts";
import { rarestOf } from "../../src/images/class-readings.ts";
import { edgeOf } from "../../src/kernels/mixture/groups.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { knownGroups } from "../../src/theory/group-survival.ts";
import { cpu } from "../support/backends.ts";
import { contextFor } from "../support/contexts.ts";
import { resolvedSmall } from "../support/experiments.ts";

async function recordsOf(
  change: Partial<Experiment>,
  backend: Backend = cpu,
): Promise<GenerationRecord[]> {
  const experiment = await resolvedSmall({ interventions: [], ...change });
  const records: GenerationRecord[] = [];
  for await (const { record } of generationsOf(experiment, { backend })) records.push(record);
  return records;
}

/** Chances that Binomial(n, p) is 0, 1, … n. */
function binomial(n: number, p: number): number[] {
  let choices = 1;
  return Array.from({ length: n + 1 }, (_, k) => {
    if (k > 0) choices *= (n - k + 1) / k;
    return choices * p ** k * (1 - p) ** (n - k);
  });
}

test("a group of categories drifts as one allele of two does, until it is gone", async () => {
  const [N, share, lineages, generations] = [6, 0.2, 300, 25];
  const change: Partial<Experiment> = {
    dataset: { name: "uniform-categories", config: { categories: 10, groups: "few: 1 10" } },
    family: { name: "categorical" },
    metrics: [{ name: "heterozygosity" }],
    lineages,
    generations,
    samples: N,
  };
  const records = await recordsOf(change);
  const { laws, real } = knownGroups(await resolvedSmall({ interventions: [], ...change }), false);
  expect(real.map((group) => [group.name, Number(group.share.toFixed(9))])).toEqual([
    ["few", share],
    ["others", 1 - share],
  ]);
  const [few, others] = groupCurvesOf(records)!.groups;
  expect([few.name, others.name]).toEqual(["few", "others"]);
  // Wright 1931, doi:10.1093/genetics/16.2.97: the chances of each number of copies, exactly.
  let copies = binomial(N, share);
  for (let g = 0; g < generations; g++) {
    const alive = 1 - copies[0];
    expect(laws[0].survival[g]).toBeCloseTo(alive, 10);
    const error = Math.sqrt((alive * (1 - alive)) / lineages);
    expect(Math.abs(few.survival[g] - alive), `generation ${g}`).toBeLessThan(4 * error);
    const sd = Math.sqrt(share * (1 - share) * (1 - (1 - 1 / N) ** (g + 1)));
    expect(Math.abs(few.shares[g] - share)).toBeLessThan((4 * sd) / Math.sqrt(lineages));
    expect(few.shares[g] + others.shares[g]).toBeCloseTo(1, 5);
    const before = copies;
    copies = before.map(() => 0);
    for (const [k, chance] of before.entries()) {
      for (const [j, next] of binomial(N, k / N).entries()) copies[j] += chance * next;
    }
  }
  expect(few.extinction.extinct).toBe(lineages - Math.round(few.survival.at(-1)! * lineages));
  expect(few.extinction.returned).toBe(0);
  // Two categories, of which one at least counts as the rarest.
  const { reports } = records.at(-1)!;
  for (let l = 0; l < lineages; l++) {
    expect(reports!["group.few.recall"][l]).toBeLessThanOrEqual(
      Math.ceil(reports!["group.few.alive"][l]),
    );
    expect(reports!["group.few"][l] > 0).toBe(reports!["group.few.alive"][l] > 0);
  }
});

describe("modes", () => {
  const provides = { provides: [] };

  test.each([
    [1, 2],
    [3, 4],
  ])("in %i dimensions have %i parts of rarest members", async (dimensions, parts) => {
    // Of so few samples that the parts are not all reached, even by the truth.
    const [lineages, rows] = [200, 40];
    const facts = gaussianPair.facts({ separation: 40, leftWeight: 0.3, deviation: 2, dimensions });
    const groups = groupReports(facts, provides)!;
    await cpu.prepare([...gaussianPair.kernels, ...groups.kernels]);
    using scope = cpu.scope("test");
    const context = contextFor(cpu, scope, { lineages, space: spaceOf(facts) });
    const real = gaussianPair.open(
      context,
      Array.from({ length: lineages }, () => facts),
    );
    const drawn = real.draw(context, rows);
    const [numbers] = await cpu.read(await groups.measure(context, drawn, real.forms, {}));
    const width = groups.names.length;
    expect(groups.names).toEqual([
      "group.left",
      null,
      "group.left.recall",
      "group.right",
      null,
      "group.right.recall",
    ]);
    const mean = (i: number) =>
      Array.from({ length: lineages }, (_, l) => numbers[l * width + i]).reduce((a, b) => a + b) /
      lineages;
    // Four standard errors of the rows.
    expect(Math.abs(mean(0) - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / rows / lineages));
    // The approximation of the edge is good to half a hundredth.
    for (const [share, i] of [
      [0.3, 2],
      [0.7, 5],
    ]) {
      const expected = 1 - (1 - share * (0.1 / parts)) ** rows;
      const slack = share * rows * (0.005 / parts);
      const error = Math.sqrt((expected * (1 - expected)) / (lineages * parts));
      expect(Math.abs(mean(i) - expected)).toBeLessThan(4 * error + slack);
    }
  });

  test("a mode's tails are those of its own shape", async () => {
    const config = { leftWeight: 0.5, leftDeviation: 1, rightDeviation: 3, separation: 100 };
    const facts = twoGaussians.facts({ ...config, leftCorrelation: 0.9, rightCorrelation: 0 });
    const groups = groupReports(facts, provides)!;
    await cpu.prepare([...twoGaussians.kernels, ...groups.kernels]);
    using scope = cpu.scope("test");
    const context = contextFor(cpu, scope, { lineages: 1, space: spaceOf(facts) });
    const { forms } = twoGaussians.open(context, [facts]);
    const measured = async (points: readonly (readonly number[])[]) => {
      const values = scope.tensor(
        "points",
        "f32",
        [1, points.length, 2],
        Float32Array.from(points.flat()),
      );
      const segment = { values, rows: points.length, birth: 1, frame: null };
      const [numbers] = await cpu.read(await groups.measure(context, segment, forms, {}));
      return [...numbers].map((value) => Math.round(1000 * value) / 1000);
    };
    // Along its slant 2 deviations up are near, and across it they are far.
    expect(
      await measured([
        [-48, 2],
        [50, 0],
      ]),
    ).toEqual([0.5, 0.2, 0, 0.5, 0.2, 0]);
    expect(
      await measured([
        [-48, -2],
        [-52, 2],
      ]),
    ).toEqual([1, 0.4, 0.5, 0, 0, 0]);
    // A right one that would be far out at the left.
    expect(
      await measured([
        [53, 3],
        [58, 0],
      ]),
    ).toEqual([0, 0, 0, 1, 0.4, 0.25]);
  });

  test("the edge has a tenth beyond it", () => {
    // In two dimensions exp(-edge / 2) is beyond; else from tables of χ².
    expect(Math.exp(-edgeOf(2) / 2)).toBeCloseTo(0.1, 2);
    for (const [D, exact] of [
      [1, 2.7055],
      [5, 9.2364],
      [100, 118.498],
    ]) {
      expect(Math.abs(edgeOf(D) / exact - 1)).toBeLessThan(0.026);
    }
  });
});

test("a dialect dies out in some lineages, and its rare words in all", async () => {
  const config = { dialectShare: 0.1, length: 32, heldOut: 2 };
  const records = await recordsOf({
    dataset: { name: "grammar", config },
    family: { name: "markov-chain" },
    metrics: [{ name: "distinct-2" }],
    lineages: 8,
    generations: 10,
    samples: 6,
  });
  expect(Object.keys(records[0].reports!)).toEqual(
    ["standard", "dialect"].flatMap((name) =>
      ["", ".alive", ".recall"].map((of) => `group.${name}${of}`),
    ),
  );
  const [standard, dialect] = groupCurvesOf(records)!.groups;
  for (const [g] of records.entries()) {
    expect(standard.shares[g] + dialect.shares[g]).toBeCloseTo(1, 6);
  }
  expect(standard.extinction.extinct).toBe(0);
  expect(dialect.extinction.extinct).toBeGreaterThan(0);
  expect(dialect.extinction.extinct).toBeLessThan(8);
  // A chain never says what it has not read.
  expect(dialect.extinction.returned).toBe(0);
  for (const { recall } of [standard, dialect]) {
    expect(recall!.at(-1)!).toBeLessThan(0.6 * recall![0]);
  }
});

test("words and states that the user names", async () => {
  const rest = {
    family: { name: "markov-chain" as const },
    metrics: [{ name: "distinct-2" as const }],
    lineages: 1,
    generations: 1,
  };
  const text = { length: 16, groups: "sea: marsh harbour; small: the 2 of" };
  const namesIn = (records: readonly GenerationRecord[]) =>
    groupCurvesOf(records)!.groups.map(({ name }) => name);
  const words = await recordsOf({ dataset: { name: "text-file", config: text }, ...rest });
  expect(namesIn(words)).toEqual(["sea", "small", "others"]);
  const states = { tokens: 5, groups: "vowels: a e" };
  const chain = await recordsOf({ dataset: { name: "markov-source", config: states }, ...rest });
  expect(namesIn(chain)).toEqual(["vowels", "others"]);
});

describe("classes of images", () => {
  const config = { rare: "7", rareShare: 0.02 } as const;
  const usual = { alphabet: "digits", slant: 0.2, thickness: 2.6, noise: 0.08 } as const;
  const facts = drawnDigits.facts({ ...usual, ...config });
  const groups = groupReports(facts, { provides: [] })!;

  /** Shares and recalls of real images, such as `change` makes them. */
  async function measured(rows: number, change: (pixels: Float32Array) => void = () => {}) {
    await cpu.prepare([...drawnDigits.kernels, ...groups.kernels]);
    using scope = cpu.scope("test");
    const context = contextFor(cpu, scope, { lineages: 1, space: spaceOf(facts) });
    const real = drawnDigits.open(context, [facts]);
    const samples = real.draw(context, rows);
    const [pixels] = await cpu.read(real.draw({ ...context, generation: 1 }, rows).values);
    change(pixels as Float32Array);
    const values = scope.tensor("changed", "f32", [1, rows, 784], pixels as never);
    const drawn = { values, rows, birth: 1, frame: null };
    const [numbers] = await cpu.read(
      await groups.measure(context, drawn, { ...real.forms, samples }, {}),
    );
    return {
      shares: [...numbers].filter((_, i) => i % 2 === 0),
      recalls: [...numbers].filter((_, i) => i % 2 === 1),
    };
  }

  test("are told apart, and real images reach their rarest ones", async () => {
    expect(groups.names.slice(0, 2)).toEqual(["group.0", "group.0.recall"]);
    const { shares, recalls } = await measured(600);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    // Five standard errors of 600 draws, and the tenth that is mistaken.
    for (const [k, share] of shares.entries()) {
      const own = facts.frequencies![k];
      expect(Math.abs(share - own)).toBeLessThan(5 * Math.sqrt(own / 600) + 0.1 * own);
    }
    const others = recalls.filter((_, k) => k !== 7);
    expect(others.reduce((sum, recall) => sum + recall, 0) / others.length).toBeGreaterThan(0.7);

    const same = await measured(50, (pixels) => {
      for (let n = 1; n < 50; n++) pixels.copyWithin(n * 784, 0, 784);
    });
    expect(same.shares.filter((share) => share > 0)).toEqual([1]);
    // One image lies in the balls of a few at most, and of no other class.
    expect(same.recalls.filter((recall) => recall > 0).length).toBeLessThan(2);
    expect(Math.max(...same.recalls)).toBeLessThan(0.5);
  });

  test("a rare digit is forgotten by a small model, and no digit is by the real data", async () => {
    const records = await recordsOf({
      dataset: { name: "drawn-digits", config },
      family: { name: "vae", config: { hidden: 16, latent: 2, epochs: 2 } },
      metrics: [{ name: "rare-share" }],
      lineages: 1,
      generations: 2,
      samples: 80,
    });
    const { groups: digits } = groupCurvesOf(records)!;
    expect(digits.map(({ name }) => name)).toEqual([
      "0",
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
    ]);
    const [seven] = digits.filter(({ name }) => name === "7");
    expect(seven.survival).toEqual([0, 0]);
    expect(seven.extinction.median).toBe(0);
    for (const [g, { metrics }] of records.entries()) {
      expect(digits.reduce((sum, { shares }) => sum + shares[g], 0)).toBeCloseTo(1, 6);
      expect(metrics["rare-share"][0]).toBe(seven.shares[g]);
    }
  });

  test("the rarest have the farthest neighbours", () => {
    const at = (x: number) => Float32Array.of(x, 0);
    const line = [0, 1, 2, 3, 4, 5, 6, 7, 30, 8, 9].map(at);
    const rarest = rarestOf(line);
    // A tenth of eleven is two: 30, whose fifth is 5, and 0 or 9, whose fifth is 5 or 4.
    expect(rarest.map(({ center, radius }) => [center[0], radius])).toEqual([
      [30, 25 ** 2],
      [0, 5 ** 2],
    ]);
    expect(rarestOf(line.slice(0, 5))).toEqual([]);
  });
});

test("theory knows a group's survival only where samples alone decide", async () => {
  const zipf = {
    dataset: { name: "zipf" as const, config: { categories: 40 } },
    family: { name: "categorical" as const },
    metrics: [{ name: "survivors" as const }],
    generations: 30,
  };
  const lawsOf = async (change: Partial<Experiment>) =>
    knownGroups(await resolvedSmall({ interventions: [], ...zipf, ...change }), false).laws;
  expect(
    (await lawsOf({ samples: 50 })).map(({ name, survival }) => [name, survival.length]),
  ).toEqual(["common", "middling", "rare"].map((name) => [name, 30]));
  // Of too many for the chain the beginning is known.
  const [, , rare] = await lawsOf({ samples: 200_000, generations: 20_000 });
  expect(rare.survival).toHaveLength(10_000);
  expect(rare.survival[0]).toBeCloseTo(1, 12);
  expect(await lawsOf({ samples: 50, interventions: [{ name: "accumulate" }] })).toEqual([]);
  const cool = { name: "categorical" as const, config: { temperature: 0.5 } };
  expect(await lawsOf({ samples: 50, family: cool })).toEqual([]);
  // A fork goes on from what something else has made.
  const fork = knownGroups(await resolvedSmall({ interventions: [], ...zipf, samples: 50 }), true);
  expect(fork.laws).toEqual([]);
  expect(fork.real).toHaveLength(3);
});
