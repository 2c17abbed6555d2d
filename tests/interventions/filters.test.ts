import { describe, expect, test } from "vitest";
import { type Generation, generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { interventions } from "../../src/interventions/index.ts";
import { reportsOf } from "../../src/reports.ts";
import { seriesOf } from "../../src/report/series.ts";
import { summaryCsv } from "../../src/report/summary-csv.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

type Chosen = Experiment["interventions"];
type Change = Partial<Experiment>;

async function run(steps: Chosen, change: Change = {}): Promise<Generation[]> {
  const experiment = await resolvedSmall({
    dataset: { name: "standard-normal" },
    interventions: steps,
    metrics: [{ name: "variance" }, { name: "mean" }],
    lineages: 50,
    generations: 2,
    samples: 40,
    ...change,
  });
  const all: Generation[] = [];
  for await (const generation of generationsOf(experiment, { backend: cpu })) all.push(generation);
  return all;
}

const categories = (size: number): Change => ({
  dataset: { name: "uniform-categories", config: { categories: size } },
  family: { name: "categorical" },
  metrics: [{ name: "survivors" }],
});

const texts: Change = {
  dataset: { name: "grammar", config: { length: 24, heldOut: 2 } },
  family: { name: "ngram", config: { order: 2 } },
  metrics: [{ name: "type-token-ratio" }],
  lineages: 3,
  samples: 30,
};

const reportOf = ({ record }: Generation, name: string) => Array.from(record.reports![name]);
/** Over the lineages that have a value. */
const meanOf = (all: readonly number[]) => {
  const values = all.filter((value) => !Number.isNaN(value));
  return values.reduce((sum, x) => sum + x, 0) / values.length;
};

/** Within 4 deviations of a binomial of so many draws. */
function expectRate(found: number, rate: number, draws: number): void {
  const deviation = Math.sqrt((rate * (1 - rate)) / draws);
  expect(Math.abs(found - rate)).toBeLessThan(4 * deviation + 1e-6);
}

describe("a watermark", () => {
  test("is found as often as its rates say, and no oftener where it was removed", async () => {
    const config = { truePositiveRate: 0.8, falsePositiveRate: 0.1, attack: 0.25 };
    const [first, second] = await run([
      { name: "fresh-data", config: { fraction: 0.5 } },
      { name: "watermark", config },
    ]);
    for (const generation of [first, second]) {
      const [synthetic, real, share] = ["synthetic-kept", "real-kept", "real-share"].map((name) =>
        meanOf(reportOf(generation, `watermark.${name}`)),
      );
      expectRate(synthetic, 0.25 * 0.9 + 0.75 * 0.2, 50 * 20);
      expectRate(real, 0.9, 50 * 20);
      // 0.9 of one half, 0.375 of the other; of about 25 that are left in a lineage.
      expect(Math.abs(share - 0.9 / (0.9 + 0.375))).toBeLessThan(4 * (0.5 / Math.sqrt(50 * 25)));
    }
    // Those of the next generation are other samples.
    expect(reportOf(first, "watermark.real-kept")).not.toEqual(
      reportOf(second, "watermark.real-kept"),
    );
  });

  test("is found in the same samples whenever they are seen", async () => {
    const all = await run(
      [
        { name: "accumulate" },
        { name: "watermark", config: { truePositiveRate: 0.5, falsePositiveRate: 0.5 } },
      ],
      { generations: 4 },
    );
    for (const later of all.slice(1)) {
      // Whoever of the original data has passed once passes again.
      expect(reportOf(later, "watermark.real-kept").every((share) => share === 1)).toBe(true);
    }
    expectRate(meanOf(reportOf(all[0], "watermark.real-kept")), 0.5, 50 * 40);
  });

  test("that never errs leaves the real data, and nothing where there are none", async () => {
    const config = { truePositiveRate: 1, falsePositiveRate: 0 };
    const whole = await run([{ name: "watermark", config }], { generations: 4 });
    const [{ record }] = whole;
    // A lineage without a pool keeps its model.
    for (const { record: later } of whole.slice(1)) {
      expect(later.metrics["variance"]).toEqual(record.metrics["variance"]);
    }
    expect(meanOf(reportOf(whole[3], "watermark.synthetic-kept"))).toBe(0);
    expect(reportOf(whole[3], "watermark.real-kept").every(Number.isNaN)).toBe(true);
  });
});

describe("a verifier", () => {
  test("keeps correct and wrong samples with its two probabilities", async () => {
    const config = { keepsCorrect: 0.9, keepsWrong: 0.3, threshold: -1.6 };
    const [first] = await run([{ name: "verifier", config }], { lineages: 200 });
    const [correct, wrong, before, after] = ["correct-kept", "wrong-kept"]
      .concat("correct-before", "correct-after")
      .map((name) => meanOf(reportOf(first, `verifier.${name}`)));
    // ln φ(x) ≥ -1.6 for |x| ≤ 1.167: of a model that is nearly N(0, 1), about 0.757.
    expect(Math.abs(before - 0.757)).toBeLessThan(0.02);
    expectRate(correct, 0.9, 200 * 40 * before);
    expectRate(wrong, 0.3, 200 * 40 * (1 - before));
    const expected = (0.9 * before) / (0.9 * before + 0.3 * (1 - before));
    expect(Math.abs(after - expected)).toBeLessThan(0.01);
  });

  test("lets real samples pass unless it is to judge all", async () => {
    const fresh = { name: "fresh-data", config: { fraction: 0.5 } } as const;
    const judging = (judges: "synthetic" | "all") =>
      run([fresh, { name: "verifier", config: { threshold: 100, keepsWrong: 0.2, judges } }]);
    const real = async (judges: "synthetic" | "all") =>
      meanOf(reportOf((await judging(judges))[0], "verifier.real-kept"));
    expect(await real("synthetic")).toBe(1);
    // What it does not judge is no part of its rates.
    const [first] = await judging("synthetic");
    expectRate(meanOf(reportOf(first, "verifier.wrong-kept")), 0.2, 50 * 20);
    expectRate(await real("all"), 0.2, 50 * 20);
  });

  test("knows categories by their probability and texts by their grammar", async () => {
    const zipf = { dataset: { name: "zipf", config: { categories: 5 } } } as const;
    const threshold = Math.log(0.3); // of 5 by Zipf only the first, with 0.438
    const config = { threshold, keepsCorrect: 1, keepsWrong: 0 };
    const [, last] = await run([{ name: "verifier", config }], { ...categories(5), ...zipf });
    expect(Array.from(last.record.metrics["survivors"]).every((count) => count === 1)).toBe(true);

    const parsing = { keepsCorrect: 1, keepsWrong: 0 };
    const [read] = await run([{ name: "verifier", config: parsing }], texts);
    const before = meanOf(reportOf(read, "verifier.correct-before"));
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(1);
    expect(meanOf(reportOf(read, "verifier.correct-after"))).toBe(1);
  });

  test("refuses texts without a grammar", async () => {
    const verify = (change: Change) => run([{ name: "verifier" }], { ...texts, ...change });
    const plain = verify({ dataset: { name: "text-file" }, samples: 5 });
    await expect(plain).rejects.toThrow("grammar");
  });
});

describe("curation", () => {
  const curate = (config: object): Chosen => [{ name: "curation", config }];

  test("of the largest of k shifts the mean as the largest of k normals is", async () => {
    const config = { candidates: 3, preference: "first-coordinate" };
    const size = { lineages: 80, samples: 60, generations: 3 };
    const [first, , third] = await run(curate(config), size);
    const gain =
      meanOf(reportOf(first, "curation.liking-kept")) -
      meanOf(reportOf(first, "curation.liking-drawn"));
    // E max of 3 is 3 / (2 √π), and its variance 0.5595, of 60 samples of 80 lineages.
    const expected = 3 / (2 * Math.sqrt(Math.PI));
    const error = Math.sqrt((0.5595 + 1) / (60 * 80));
    expect(Math.abs(gain - expected)).toBeLessThan(4 * error + 0.01);
    // Twice 0.846, the second time of a deviation of √0.5595.
    const mean = meanOf(Array.from(third.record.metrics["mean"]));
    expect(Math.abs(mean - expected * (1 + Math.sqrt(0.5595)))).toBeLessThan(0.1);
  });

  test("by likelihood or nearness narrows, without a preference it does not", async () => {
    const variance = async (config: object) => {
      const [, { record }] = await run(curate({ candidates: 4, ...config }), { samples: 100 });
      return meanOf(Array.from(record.metrics["variance"]));
    };
    const plain = await variance({ candidates: 1 });
    for (const preference of ["real-likelihood", "first-likelihood", "nearness"]) {
      expect(await variance({ preference })).toBeLessThan(0.4 * plain);
    }
    // A choice that wavers without end is none.
    const wavering = await variance({ preference: "nearness", temperature: 1e6 });
    expect(Math.abs(wavering - plain)).toBeLessThan(0.15);
  });

  test("of texts takes those that are likely, or various", async () => {
    const config = { candidates: 3, preference: "first-likelihood" };
    const [first] = await run(curate(config), texts);
    const [drawn, kept] = ["drawn", "kept"].map((what) =>
      meanOf(reportOf(first, `curation.liking-${what}`)),
    );
    expect(kept).toBeGreaterThan(drawn + 1);

    const various = { candidates: 4, preference: "variety" };
    const plain = await run(curate({ ...various, candidates: 1 }), texts);
    const [before, after] = [plain, await run(curate(various), texts)].map(([, second]) =>
      meanOf(reportOf(second, "curation.liking-drawn")),
    );
    expect(after).toBeGreaterThan(before + 0.03);
  });
});

describe("deduplication", () => {
  test("leaves one sample of every category", async () => {
    const [first, second] = await run([{ name: "deduplicate" }], categories(6));
    // All 6 are among 40 samples but with a chance of 0.004, and count the same then.
    const kept = reportOf(first, "deduplicate.synthetic-kept");
    expect(kept.filter((share) => Math.abs(share - 6 / 40) < 1e-6).length).toBeGreaterThan(45);
    const survivors = Array.from(second.record.metrics["survivors"]);
    expect(survivors).toEqual(kept.map((share) => Math.round(40 * share)));
  });

  test("leaves one vector in each cell and one of equal texts, the oldest", async () => {
    const [first] = await run([{ name: "deduplicate", config: { cell: 1000 } }]);
    // Zero is an edge of the grid.
    const kept = reportOf(first, "deduplicate.synthetic-kept");
    expect(kept.every((share) => [1, 2].some((n) => Math.abs(share - n / 40) < 1e-6))).toBe(true);
    const twice: Chosen = [{ name: "keep-original", config: { fraction: 1 } }];
    const [all] = await run([...twice, ...twice, { name: "deduplicate" }], texts);
    expect(meanOf(reportOf(all, "deduplicate.real-kept"))).toBe(1);
  });
});

describe("quality", () => {
  test("keeps an exact share, the likeliest", async () => {
    for (const judge of ["previous", "first"] as const) {
      const config = { judge, share: 0.25 };
      const [first, second] = await run([{ name: "quality", config }]);
      const kept = reportOf(first, "quality.synthetic-kept");
      expect(kept.every((share) => Math.abs(share - 0.25) < 1e-6)).toBe(true);
      // Of a normal the mean square is 1, and of its middle quarter 0.034: half of it in nats.
      const [before, after] = ["before", "after"].map((when) =>
        meanOf(reportOf(first, `quality.likelihood-${when}`)),
      );
      expect(Math.abs(after - before - (1 - 0.034) / 2)).toBeLessThan(0.05);
      // The middle quarter of a normal has a variance of 0.034.
      const variance = meanOf(Array.from(second.record.metrics["variance"]));
      expect(variance).toBeGreaterThan(0.02);
      expect(variance).toBeLessThan(0.05);
    }
  });

  test("keeps what is above a mark, of a whole pool", async () => {
    const fresh = { name: "fresh-data", config: { fraction: 0.5 } } as const;
    const config = {
      judge: "first",
      keeps: "threshold",
      threshold: -0.5 * Math.log(2 * Math.PI) - 0.5,
    } as const;
    const [first] = await run([fresh, { name: "quality", config } as const], { samples: 200 });
    // Within one deviation of the model, 0.6827 of either kind, but for the model's own error.
    for (const name of ["synthetic-kept", "real-kept"]) {
      const kept = meanOf(reportOf(first, `quality.${name}`));
      expect(Math.abs(kept - 0.6827)).toBeLessThan(0.03);
    }
  });

  test("above certainty would keep nothing", async () => {
    const config = { keeps: "threshold", threshold: 0.1 } as const;
    const certain = run([{ name: "quality", config }], categories(6));
    await expect(certain).rejects.toThrow(/config\.threshold: .*never above 0/);
  });

  test("needs a model that can tell", async () => {
    const model = { dataset: { name: "linear-model" }, family: { name: "regression" } } as const;
    const judge = run([{ name: "quality" }], { ...model, metrics: [{ name: "mean" }] });
    await expect(judge).rejects.toThrow("cannot ask");
  });
});

test("every report has a name of its own", () => {
  const names = reportsOf([...interventions.values()]).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("watermark.synthetic-kept");
});

test("reports stand beside the metrics, over the lineages that have a value", async () => {
  const config = { truePositiveRate: 0.5, falsePositiveRate: 0 };
  const change = { interventions: [{ name: "watermark", config } as const], generations: 2 };
  const experiment = await resolvedSmall({ ...change, metrics: [{ name: "variance" }] });
  const records = [];
  for await (const { record } of generationsOf(experiment, { backend: cpu })) records.push(record);
  const series = seriesOf(experiment, records);
  const named = (name: string) => series.find((one) => one.name === `watermark.${name}`)!;
  expect(named("synthetic-kept").title).toBe("Watermark detector: Synthetic samples kept");
  expect(named("synthetic-kept").summaries.map(({ lineages }) => lineages)).toEqual([3, 3]);
  expect(named("synthetic-kept").summaries[0].mean).toBe(
    meanOf(Array.from(records[0].reports!["watermark.synthetic-kept"])),
  );
  // Nobody is real.
  expect(named("real-kept").summaries[0].lineages).toBe(0);
  expect(summaryCsv(series)).toContain("1,watermark.synthetic-kept,,3,");
});
