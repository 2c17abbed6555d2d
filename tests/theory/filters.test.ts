import { describe, expect, test } from "vitest";
import { diversity } from "../../src/theory/diversity.ts";
import { filteredFluctuations } from "../../src/theory/filtered-fluctuations.ts";
import { breakdownShare, effectiveShare, verifiedShare } from "../../src/theory/filters.ts";
import { fluctuations } from "../../src/theory/fluctuations.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { workflowOf } from "../../src/theory/input.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolvedSmall } from "../support/experiments.ts";
import { Numbers, estimate } from "./simulation.ts";

interface Loop {
  readonly rows: number;
  readonly samples: number;
  readonly keepsReal: number;
  readonly keepsSynthetic: number;
  readonly unbiased: boolean;
  readonly fits: number;
}

/** Means and variances of the last fit of many chains: draw, filter, fit; stay where nothing is left. */
function simulated(
  { rows, samples, keepsReal, keepsSynthetic, unbiased, fits }: Loop,
  chains = 1500,
) {
  const numbers = new Numbers(31);
  return Array.from({ length: chains }, () => {
    let [mean, variance] = [0, 1];
    for (let n = 1; n <= fits; n++) {
      const pool: number[] = [];
      for (let i = 0; i < samples; i++) {
        const isReal = n === 1 || i < rows;
        const x = isReal ? numbers.normal() : mean + Math.sqrt(variance) * numbers.normal();
        const chance = n === 1 ? 1 : isReal ? keepsReal : keepsSynthetic;
        if (numbers.uniform() < chance) pool.push(x);
      }
      if (pool.length === 0) continue;
      mean = pool.reduce((sum, x) => sum + x, 0) / pool.length;
      const squares = pool.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      variance = squares / (unbiased && pool.length > 1 ? pool.length - 1 : pool.length);
    }
    return { mean, variance };
  });
}

describe.each([
  { rows: 2, samples: 10, keepsReal: 0.9, keepsSynthetic: 0.4, unbiased: false, fits: 6 },
  { rows: 3, samples: 9, keepsReal: 0.8, keepsSynthetic: 0, unbiased: true, fits: 5 },
  { rows: 0, samples: 5, keepsReal: 1, keepsSynthetic: 0.3, unbiased: false, fits: 4 },
])("a detector with %o", (loop) => {
  test("leaves what a plain simulation leaves", () => {
    const workflow = { kind: "filtered", ...loop } as const;
    const { within, drift } = diversity({ ...loop, workflow });
    const chains = simulated(loop);
    const variance = estimate(chains.map((chain) => chain.variance));
    const square = estimate(chains.map(({ mean }) => mean ** 2));
    expect(Math.abs(variance.mean - within.at(-1)!)).toBeLessThan(4 * variance.standardError);
    expect(Math.abs(square.mean - drift.at(-1)!)).toBeLessThan(4 * square.standardError);
  });
});

test("a detector that lets all pass changes nothing", () => {
  const settings = { samples: 20, fits: 30 };
  const rates = { keepsReal: 1, keepsSynthetic: 1 };
  for (const rows of [0, 4]) {
    const filtered = diversity({ ...settings, workflow: { kind: "filtered", rows, ...rates } });
    const plain = rows === 0 ? ({ kind: "replace" } as const) : ({ kind: "fresh", rows } as const);
    const { within, drift } = diversity({ ...settings, workflow: plain });
    for (let n = 0; n < 30; n++) {
      expect(Math.abs(filtered.within[n] / within[n] - 1)).toBeLessThan(1e-12);
      expect(Math.abs(filtered.drift[n] / drift[n] - 1)).toBeLessThan(1e-12);
    }
  }
});

const plain = { sampling: () => 1, kurtosis: () => 2, fitting: () => 1 };

test("models behind it are as uncertain as in a plain simulation", () => {
  const loop = { rows: 8, samples: 40, keepsReal: 0.9, keepsSynthetic: 0.5, fits: 5 };
  for (const unbiased of [false, true]) {
    const workflow = { kind: "filtered", ...loop } as const;
    const { within, relative } = filteredFluctuations(workflow, { ...plain, ...loop, unbiased })[4];
    const variances = simulated({ ...loop, unbiased }, 500).map(({ variance }) => variance);
    const { mean, standardError } = estimate(variances.map((own) => (own / within - 1) ** 2));
    expect(Math.abs(mean / relative - 1)).toBeLessThan(0.05 + (4 * standardError) / relative);
  }
});

test("one that lets all pass leaves them as uncertain as they were", () => {
  const steps = [{ name: "fresh-data", config: { fraction: 0.25 } }];
  for (const unbiased of [false, true]) {
    const settings = { ...plain, samples: 40, fits: 7, unbiased };
    const rates = { rows: 10, keepsReal: 1, keepsSynthetic: 1 };
    const filtered = filteredFluctuations({ kind: "filtered", ...rates }, settings);
    const all = fluctuations(steps, settings);
    for (const one of filtered) {
      const { within, drift, relative } = all.next().value!;
      expect(one.within).toBeCloseTo(within, 12);
      expect(one.drift).toBeCloseTo(drift, 12);
      expect(Math.abs(one.relative / relative - 1)).toBeLessThan(0.03);
    }
  }
});

test("one that changes is another one from then on", () => {
  const [early, late] = [
    { rows: 4, keepsReal: 0.9, keepsSynthetic: 0.5 },
    { rows: 9, keepsReal: 0.7, keepsSynthetic: 0.2 },
  ];
  const settings = { samples: 20, fits: 6 };
  const steady = diversity({ ...settings, workflow: { kind: "filtered", ...early } });
  const at = (generation: number) => (generation < 3 ? early : late);
  const changed = diversity({ ...settings, workflow: { kind: "filtered", ...early, at } });
  expect(changed.within.slice(0, 4)).toEqual(steady.within.slice(0, 4));
  expect(changed.within[4]).not.toBeCloseTo(steady.within[4], 2);
  expect(changed.drift[4]).not.toBeCloseTo(steady.drift[4], 2);
});

test("with many samples the real share is the effective one", () => {
  const workflow = { kind: "filtered", rows: 300, keepsReal: 0.9, keepsSynthetic: 0.3 } as const;
  const { within } = diversity({ workflow, samples: 3000, fits: 60 });
  const share = effectiveShare(0.1, 0.9, 0.3);
  const left = 300 * 0.9 + 2700 * 0.3;
  // 1 − 1/(Mγ(2 − γ) + 1 − γ) of the pool that is left
  const held = 1 - 1 / (left * share * (2 - share) + 1 - share);
  expect(Math.abs((1 - within.at(-1)!) / (1 - held) - 1)).toBeLessThan(0.01);
});

test("the breakdown of verification is where half of what passes is right", () => {
  expect(breakdownShare(0.9, 0.3)).toBeCloseTo(0.75, 12);
  expect(effectiveShare(1 - breakdownShare(0.8, 0.1), 0.8, 0.1)).toBeCloseTo(0.5, 12);
  const share = (correct: number) =>
    verifiedShare({ correct, keepsCorrect: 0.9, keepsWrong: 0.3, samples: 10_000 });
  expect(share(0.3)).toBeCloseTo(0.5625, 3);
  expect(share(0.2)).toBeCloseTo(0.4286, 3);
});

const recognised = async (interventions: Experiment["interventions"]) =>
  workflowOf(await resolvedSmall({ interventions, samples: 10 }));

test("is recognised behind nothing and behind fresh data, and nowhere else", async () => {
  const watermark = {
    name: "watermark",
    config: { truePositiveRate: 0.8, falsePositiveRate: 0.1, attack: 0.5 },
  } as const;
  const fresh = { name: "fresh-data", config: { fraction: 0.2 } } as const;
  const filtered = { kind: "filtered", keepsReal: 0.9, keepsSynthetic: 0.55 };
  const worse = { ...watermark, config: { truePositiveRate: { values: [0.9, 0.5] } } };
  const more = { name: "fresh-data", config: { fraction: { values: [0.1, 0.4] } } } as const;
  const changing = await recognised([more, worse]);
  expect(changing).toMatchObject({ kind: "filtered", rows: 1, keepsReal: 0.99 });
  const later = changing?.kind === "filtered" ? changing.at?.(7) : undefined;
  expect(later).toEqual({ rows: 4, keepsReal: 0.99, keepsSynthetic: 0.5 });
  expect(await recognised([watermark])).toMatchObject({ ...filtered, rows: 0 });
  expect(await recognised([fresh, watermark])).toMatchObject({ ...filtered, rows: 2 });
  for (const others of [
    [watermark, fresh],
    [watermark, watermark],
    [{ name: "accumulate" }, watermark],
    [{ name: "quality", config: { keeps: "threshold" } }],
    [watermark, { name: "verifier" }],
    [{ name: "curation" }],
    [{ name: "deduplicate" }],
  ] as const) {
    expect(await recognised(others)).toBeNull();
    const known = theoryFor(await resolvedSmall({ interventions: others, samples: 10 }));
    expect(known.filter(({ statistic }) => statistic !== "limit")).toEqual([]);
  }
});
