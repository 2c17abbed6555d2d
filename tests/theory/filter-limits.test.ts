import { describe, expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { firstOrderDistance, verifiedFixedShare } from "../../src/theory/limits.ts";
import { truncatedVariance } from "../../src/theory/truncation.ts";
import { resolvedSmall } from "../support/experiments.ts";

const zipf = [1, 2, 3, 4, 5].map((k) => 1 / k / (1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5));
/** Between the third and the fourth. */
const threshold = Math.log((zipf[2] + zipf[3]) / 2);

async function curve(metric: string, change: Partial<Experiment>): Promise<(number | null)[]> {
  const resolved = await resolvedSmall({
    metrics: [{ name: metric } as Experiment["metrics"][number]],
    ...change,
  });
  const found = theoryFor(resolved).filter(({ statistic }) => statistic === "limit");
  expect(found.length).toBeLessThan(2);
  return [...(found[0]?.values ?? [])];
}

const counts = (interventions: Experiment["interventions"], more: Partial<Experiment> = {}) => ({
  dataset: { name: "zipf", config: { categories: 5 } } as const,
  family: { name: "categorical" } as const,
  interventions,
  samples: 100,
  ...more,
});
const normals = (interventions: Experiment["interventions"], more: Partial<Experiment> = {}) => ({
  dataset: { name: "standard-normal" } as const,
  interventions,
  samples: 100,
  ...more,
});

const entropyOf = (weights: readonly number[]) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.reduce((total, w) => total - (w / sum) * Math.log(w / sum), 0);
};

describe("verification without statistical error", () => {
  const verifier = (config: object) => ({
    name: "verifier" as const,
    config: { threshold, ...config },
  });

  test("weighs categories by its chances, once more every generation", async () => {
    const values = await curve(
      "entropy",
      counts([verifier({ keepsCorrect: 0.8, keepsWrong: 0.4 })]),
    );
    for (const [g, value] of values.entries()) {
      const weights = zipf.map((p, k) => p * (k < 3 ? 0.8 : 0.4) ** g);
      expect(value).toBeCloseTo(entropyOf(weights), 9);
    }
  });

  test("ends with what the verifier takes for right", async () => {
    const values = await curve("entropy", counts([verifier({})], { generations: 60 }));
    expect(values.at(-1)).toBeCloseTo(entropyOf(zipf.slice(0, 3)), 9);
  });

  test("settles where real data hold against it", async () => {
    const chances = { keepsCorrect: 0.9, keepsWrong: 0.6 };
    const values = await curve(
      "entropy",
      counts([{ name: "fresh-data", config: { fraction: 0.3 } }, verifier(chances)], {
        generations: 80,
      }),
    );
    const correct = zipf.slice(0, 3).reduce((a, b) => a + b);
    const right = verifiedFixedShare({ correct, fresh: 0.3, ...chances });
    // Within both kinds all stays in proportion.
    const settled = zipf.map((p, k) => p * (k < 3 ? right / correct : (1 - right) / (1 - correct)));
    expect(values.at(-1)).toBeCloseTo(entropyOf(settled), 9);
  });

  test("says the same of a sample whenever it sees it", async () => {
    const values = await curve(
      "entropy",
      counts([
        { name: "accumulate" },
        verifier({ judges: "all", keepsCorrect: 1, keepsWrong: 0.5 }),
      ]),
    );
    // The first pool is looked at afterwards, and never again.
    const passed = zipf.map((p, k) => p * (k < 3 ? 1 : 0.5));
    const [, second, third] = values;
    const weights = passed.map((w) => 2 * w);
    expect(second).toBeCloseTo(entropyOf(weights), 9);
    const sum = weights.reduce((a, b) => a + b);
    const news = weights.map((w, k) => (w / sum) * (k < 3 ? 1 : 0.5));
    expect(third).toBeCloseTo(entropyOf(weights.map((w, k) => w + news[k])), 9);
  });

  test("cuts normals at where the density is", async () => {
    const values = await curve(
      "variance",
      normals([
        {
          name: "verifier",
          config: {
            keepsCorrect: 1,
            keepsWrong: 0,
            threshold: -0.5 * (1.3 ** 2 + Math.log(2 * Math.PI)),
          },
        },
      ]),
    );
    let left = 1;
    for (const value of values) {
      expect(value).toBeCloseTo(left, 4);
      left *= truncatedVariance(1.3 / Math.sqrt(left));
    }
  });
});

describe("other filters without statistical error", () => {
  test("a choice moves the mean and narrows", async () => {
    const largest = {
      name: "curation",
      config: { preference: "first-coordinate", candidates: 2 },
    } as const;
    const means = await curve("mean", normals([largest]));
    const [step, left] = [1 / Math.sqrt(Math.PI), 1 - 1 / Math.PI];
    expect(means[1]).toBeCloseTo(step, 5);
    expect(means[2]).toBeCloseTo(step * (1 + Math.sqrt(left)), 5);
    const distances = await curve("w2", normals([largest]));
    expect(distances[1]).toBeCloseTo(step ** 2 + (1 - Math.sqrt(left)) ** 2, 5);
    // Of the rows of which every second is chosen a fifth was real before.
    const beside = await curve(
      "mean",
      normals([{ name: "fresh-data", config: { fraction: 0.2 } }, largest]),
    );
    expect(beside[1]).toBeCloseTo((step * 0.8) / 2 / (0.8 / 2 + 0.2), 5);
    const wide = normals([largest], {
      dataset: { name: "standard-normal", config: { dimensions: 4 } },
    });
    expect((await curve("mean", wide))[1]).toBeCloseTo(step / 2, 5);
    expect((await curve("log-variance", wide))[1]).toBeCloseTo(Math.log(left) / 4, 5);
  });

  test("a share by likelihood keeps the middle, in any dimension", async () => {
    const shares = { name: "quality", config: { share: 0.5, judge: "first" } } as const;
    const plane = normals([shares], {
      dataset: { name: "standard-normal", config: { dimensions: 2 } },
    });
    // Of squares that are exponential with mean 2 the lesser half has the mean 2(1 − ln 2).
    const entropy = await curve("differential-entropy", plane);
    const left = 1 - Math.LN2;
    expect(entropy[1]).toBeCloseTo(Math.log(2 * Math.PI) + Math.log(left) + 1, 4);
    const risk = await curve("population-risk", plane);
    expect(risk[1]).toBeCloseTo(Math.log(2 * Math.PI) + Math.log(left) + 1 / left, 2);
  });

  test("a detector and fresh data behind it", async () => {
    const values = await curve(
      "entropy",
      counts(
        [
          { name: "watermark", config: { truePositiveRate: 0.5, falsePositiveRate: 0 } },
          { name: "fresh-data", config: { fraction: 0.25 } },
        ],
        { family: { name: "categorical", config: { temperature: 0.5 } } },
      ),
    );
    const squares = zipf.map((p) => p * p);
    const sum = squares.reduce((a, b) => a + b);
    const mixed = zipf.map((p, k) => (0.75 * squares[k]) / sum + 0.25 * p);
    expect(values[1]).toBeCloseTo(
      mixed.reduce((total, p) => total - p * Math.log(p), 0),
      9,
    );
  });

  test.each<[string, Experiment["interventions"]]>([
    ["a choice among what a filter left", [{ name: "verifier" }, { name: "curation" }]],
    [
      "a filtered set that comes back",
      [
        { name: "accumulate" },
        { name: "watermark" },
        { name: "fixed-real-set", config: { size: 7 } },
      ],
    ],
    [
      "a share of accumulated rows that are not there",
      [{ name: "accumulate" }, { name: "watermark" }, { name: "keep-original" }],
    ],
  ])("nobody knows of %s", async (_name, interventions) => {
    const values = await curve("w2", normals(interventions));
    expect(values.filter((value) => value !== null)).toEqual([]);
  });
});

test("the share that verification settles at is a fixed point", () => {
  for (const [fresh, keepsCorrect, keepsWrong] of [
    [0.1, 0.9, 0.3],
    [0.4, 0.5, 0.7],
    [1e-9, 0.9, 0.3],
    [1, 0.9, 0.3],
  ]) {
    const right = verifiedFixedShare({ correct: 0.2, fresh, keepsCorrect, keepsWrong });
    const [good, bad] = [
      (1 - fresh) * keepsCorrect * right,
      (1 - fresh) * keepsWrong * (1 - right),
    ];
    expect((good + fresh * 0.2) / (good + bad + fresh)).toBeCloseTo(right, 12);
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThanOrEqual(1);
  }
  const alone = { correct: 0.2, fresh: 0 };
  expect(verifiedFixedShare({ ...alone, keepsCorrect: 0.9, keepsWrong: 0.3 })).toBe(1);
  expect(verifiedFixedShare({ ...alone, keepsCorrect: 0.3, keepsWrong: 0.9 })).toBe(0);
  expect(verifiedFixedShare({ ...alone, keepsCorrect: 0.3, keepsWrong: 0.3 })).toBe(0.2);
});

test("3/2 Σ 1/Mᵢ is the first order of the distance, which stays finite where pools grow fast", async () => {
  const sizes = Array.from({ length: 30 }, (_, i) => Math.round(4000 * (i + 1) ** 1.5));
  const resolved = await resolvedSmall({
    dataset: { name: "standard-normal" },
    family: { name: "gaussian", config: { divisor: "N-1" } },
    interventions: [{ name: "pool-size", config: { samples: 4000, power: 1.5 } }],
    metrics: [{ name: "w2" }],
    samples: 4000,
    generations: 30,
  });
  const [{ values }] = theoryFor(resolved);
  expect(values[29]! / firstOrderDistance(sizes)).toBeCloseTo(1, 3);
  // ζ(3/2) = 2.612 is what the sum tends to.
  expect(values[29]!).toBeLessThan((1.5 * 2.6124) / 4000);
});
