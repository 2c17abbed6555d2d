import { expect, test } from "vitest";
import { composedDiversity } from "../../src/theory/composed.ts";
import { diversity } from "../../src/theory/diversity.ts";
import {
  accumulateLimit,
  biasedLimit,
  forgettingTime,
  goldenWeight,
  retentionByChance,
  retentionByShare,
  tailGrowth,
  weightedRisk,
} from "../../src/theory/limits.ts";
import { lostMassByBranching } from "../../src/theory/survival.ts";

function composed(
  steps: { name: string; config: Record<string, unknown> }[],
  samples: number,
  fits: number,
) {
  const workflow = { kind: "composed" as const, steps };
  return composedDiversity(workflow, { workflow, samples, fits });
}

test("about 2k/(1 + 2k) stays where k samples a generation are fresh", () => {
  for (const M of [100, 1000, 100_000]) {
    expect(Math.abs(retentionByChance(M, 5 / M) - 10 / 11)).toBeLessThan(3 / M);
    expect(Math.abs(retentionByShare(M, 5 / M) - 10 / 11)).toBeLessThan(3 / M);
  }
  const exact = composed(
    [{ name: "fresh-data", config: { fraction: 0.13, rows: "independent" } }],
    29,
    500,
  );
  expect(exact.within[499]).toBeCloseTo(retentionByChance(29, 0.13), 12);
  const stratified = diversity({ workflow: { kind: "fresh", rows: 9 }, samples: 30, fits: 500 });
  expect(stratified.within[499]).toBeCloseTo(retentionByShare(30, 0.3), 12);
});

test("fresh data against a bias, in the limit of many samples", () => {
  const settings = { samples: 10_000_000, fits: 300, sampling: () => 0.7 };
  const { within } = diversity({ ...settings, workflow: { kind: "fresh", rows: 2_000_000 } });
  expect(within[299]).toBeCloseTo(biasedLimit(0.2, 0.7), 6);
});

test("keeping everything keeps sin(π/√M)/(π/√M)", () => {
  for (const M of [2, 4, 10, 100]) {
    const { within } = diversity({ workflow: { kind: "accumulate" }, samples: M, fits: 100_000 });
    expect(within.at(-1)! / accumulateLimit(M)).toBeCloseTo(1, 4);
  }
  expect(accumulateLimit(4)).toBeCloseTo(2 / Math.PI, 14);
});

test("the mean of all data so far errs by π²/6 of what the first data do, however it is done", () => {
  const settings = { samples: 1e6, fits: 20_000, unbiased: true };
  const { drift } = diversity({ ...settings, workflow: { kind: "accumulate" } });
  expect(drift.at(-1)! * 1e6).toBeCloseTo(Math.PI ** 2 / 6, 3);
});

test("the golden weight errs least", () => {
  expect(goldenWeight()).toBeCloseTo((Math.sqrt(5) - 1) / 2, 14);
  expect(weightedRisk(goldenWeight())).toBeCloseTo(goldenWeight(), 14);
  for (const k of [0.25, 1, 3]) {
    const risk = (real: number) => {
      const rows = Math.round((1e6 * k) / (1 + k)) / 1e6;
      const steps = [
        { name: "fresh-data", config: { fraction: rows } },
        { name: "sample-weighting", config: { real } },
      ];
      return composed(steps, 1_000_000, 200).drift[199] * rows * 1e6;
    };
    const best = goldenWeight(k);
    expect(risk(best) / weightedRisk(best, k)).toBeCloseTo(1, 4);
    for (const step of [-0.02, 0.02]) expect(risk(best + step)).toBeGreaterThan(risk(best));
  }
});

test("forgetting takes in proportion to the count, 2/ln 2 fits for each", () => {
  // From the recursion by hand: s = 0, 0.368, 0.531; alone, a sample is as likely gone as not by then.
  expect(forgettingTime(1)).toBe(3);
  for (const count of [10, 50, 200]) {
    expect(Math.abs(forgettingTime(count) / ((2 * count) / Math.LN2) - 1)).toBeLessThan(
      1 / count + 0.03,
    );
  }
});

test("the missed mass of a tail", () => {
  expect(tailGrowth(1, 2)).toBe(1);
  expect(tailGrowth(2, 2)).toBeCloseTo(1.2578, 4);
  const K = 60_000;
  const weights = Float64Array.from({ length: K }, (_, i) => (i + 1) ** -2);
  const sum = weights.reduce((a, b) => a + b, 0);
  const p = weights.map((weight) => weight / sum);
  const lost = lostMassByBranching(p, 10_000, 5);
  for (const n of [2, 5]) expect(lost[n - 1] / lost[0] / tailGrowth(n, 2)).toBeCloseTo(1, 2);
  const more = lostMassByBranching(p, 160_000, 1)[0];
  expect(Math.log(more / lost[0]) / Math.log(16)).toBeCloseTo(-0.5, 2);
});
