import { describe, expect, test } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { verificationThreshold } from "../../src/experiments/filters.ts";
import { randomNormals } from "../../src/random/normal.ts";
import { breakdownShare } from "../../src/theory/filters.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { shiftedRisk } from "../../src/theory/regression.ts";
import { momentsOf, verifiedAccuracy } from "../../src/theory/verified-answers.ts";
import { resolvedSmall } from "../support/experiments.ts";

const four = new Float64Array(4);

/** Four normals, another four for each place. */
function normals(index: number): Float64Array {
  const at = { seed: 3, lineage: 1, stream: 0, generation: 0, step: 0, index, draw: 0 };
  randomNormals(at, four);
  return four;
}

const setting = {
  inputs: 5,
  signal: 1.5,
  noise: 0.8,
  wrong: 0.4,
  keepsCorrect: 0.9,
  keepsWrong: 0.2,
  samples: 500,
};

describe("answers that a verifier lets through", () => {
  test("have the moments of a simulation", () => {
    const { kept, moment } = momentsOf(setting);
    const N = 30_000;
    const sums = new Map([
      ["1 1", 0],
      ["2 0", 0],
      ["0 2", 0],
      ["2 2", 0],
      ["1 3", 0],
    ]);
    let mass = 0;
    for (let n = 0; n < N; n++) {
      const [u, z, t] = normals(n);
      const sign = t < -0.2533471031357997 ? -1 : 1;
      const y = sign * setting.signal * u + setting.noise * z;
      const weight = u * y > 0 ? setting.keepsCorrect : setting.keepsWrong;
      mass += weight;
      for (const [key, sum] of sums) {
        const [a, b] = key.split(" ").map(Number);
        sums.set(key, sum + weight * u ** a * y ** b);
      }
    }
    expect(Math.abs(mass / N / kept - 1)).toBeLessThan(0.01);
    for (const [key, sum] of sums) {
      const [a, b] = key.split(" ").map(Number);
      expect(Math.abs(sum / mass / moment(a, b) - 1), key).toBeLessThan(0.08);
    }
  });

  test("teach right from wrong below p* and wrong from right above it", () => {
    const [keepsCorrect, keepsWrong] = [0.9, 0.3];
    const share = breakdownShare(keepsCorrect, keepsWrong);
    expect(share).toBeCloseTo(0.75, 12);
    const at = (wrong: number, samples: number) =>
      verifiedAccuracy({ ...setting, noise: 0, wrong, keepsCorrect, keepsWrong, samples })!;
    expect(at(share, 1000)).toBeCloseTo(0.5, 3);
    expect(at(0.7, 1e6)).toBeGreaterThan(0.97);
    expect(at(0.8, 1e6)).toBeLessThan(0.03);
    // Opposite signs everywhere are the same the other way round.
    const same = { ...setting, noise: 0, keepsCorrect: 1, keepsWrong: 1 };
    const [few, most] = [0.3, 0.7].map((wrong) => verifiedAccuracy({ ...same, wrong })!);
    expect(few + most).toBeCloseTo(1, 6);
  });

  test("without any error are learned as fast as coefficients are", () => {
    // ŵ − w is t-distributed in every direction: E Φ(s √χ² cos/τ) for the first fit.
    const right = { ...setting, wrong: 0, keepsCorrect: 1, keepsWrong: 1, samples: 100 };
    const error = (setting.noise / setting.signal) * Math.sqrt(4 / 94);
    // θ ≈ |ŵ⊥|/|w|, the root of χ²₄ being 0.94 of that of its mean.
    expect(1 - verifiedAccuracy(right)!).toBeCloseTo((0.94 * error) / Math.PI, 3);
  });

  test("are too few for a law where hardly any are left", () => {
    expect(verifiedAccuracy({ ...setting, samples: 20 })).toBeNull();
    expect(verifiedAccuracy({ ...setting, inputs: 1 })).toBeNull();
  });
});

const resolved = (change: Partial<Experiment>) =>
  resolvedSmall({ ...verificationThreshold, ...change });

describe("the line of a chart", () => {
  test("crosses one half in the middle of the preset's figure", async () => {
    const [{ metric, values }] = theoryFor(await resolved({}));
    expect(metric).toBe("accuracy");
    expect(values).toHaveLength(22);
    expect(values[0]).toBeLessThan(0.1);
    expect(values[1]).toBeGreaterThan(0.9);
    expect(values[11]).toBeCloseTo(0.5, 2);
    expect(values[21]).toBeLessThan(0.15);
    for (let g = 2; g < 22; g++) expect(values[g]).toBeLessThan(values[g - 1]!);
  });

  test("is not there for samples of models, or for a verifier of something else", async () => {
    const [fresh, judge] = verificationThreshold.interventions;
    const lines = async (interventions: Experiment["interventions"]) =>
      theoryFor(await resolved({ interventions, generations: 2 })).filter(
        ({ metric }) => metric === "accuracy",
      );
    expect(await lines([fresh, judge])).toHaveLength(1);
    expect(await lines([fresh])).toHaveLength(1);
    expect(await lines([judge])).toHaveLength(0);
    expect(await lines([])).toHaveLength(0);
    const unseen = { name: "verifier" as const, config: { by: "answer" as const } };
    expect(await lines([fresh, unseen])).toHaveLength(0);
  });
});

describe("the risk of answers that are wrong from the start", () => {
  test("is that of plain least squares where there are none, and of their own law where all are", () => {
    const plain = { inputs: 7, samples: 30, noise: 1.3, shift: 2 };
    expect(shiftedRisk({ ...plain, share: 0 })).toBeCloseTo((1.69 * 7) / 22, 12);
    expect(shiftedRisk({ ...plain, share: 1 })).toBeCloseTo(4 + (1.69 * 7) / 22, 12);
    expect(shiftedRisk({ ...plain, samples: 8, share: 0.5 })).toBe(Infinity);
    // In one dimension ŵ is c times a beta variable: E B² for a number that is binomial.
    const one = { inputs: 1, samples: 3, noise: 0, share: 0.5, shift: 1 };
    const squares = [0, 1, 2, 3].map((n) => (n * (n + 2)) / (3 * 5));
    const expected = squares.reduce((sum, x, n) => sum + (x * [1, 3, 3, 1][n]) / 8, 0);
    expect(shiftedRisk(one)).toBeCloseTo(expected, 12);
  });

  test("is a line where all data are new", async () => {
    const risk = async (interventions: Experiment["interventions"], config: object) => {
      const dataset = { name: "linear-model" as const, config: { inputs: 3, ...config } };
      const change = { dataset, interventions, metrics: [{ name: "excess-risk" as const }] };
      return theoryFor(
        await resolvedSmall({ family: { name: "regression" }, generations: 3, ...change }),
      )[0]?.values;
    };
    const fresh = { name: "fresh-data" as const, config: { fraction: 1 } };
    const grow = { name: "pool-size" as const, config: { samples: { values: [20, 40] } } };
    const at = (samples: number, share: number, shift: number) =>
      shiftedRisk({ inputs: 3, noise: 1, samples, share, shift });
    const shifted = { shiftedShare: 0.2, shift: 1.5 };
    expect(await risk([grow, fresh], shifted)).toEqual([13, 20, 40].map((n) => at(n, 0.2, 1.5)));
    const wrong = [13, 13, 13].map((n) => at(n, 0.3, 4));
    expect(await risk([fresh], { wrongShare: 0.3, signal: 2 })).toEqual(wrong);
    // From the second fit on nobody knows what comes of models that learn from wrong answers.
    expect(await risk([], shifted)).toEqual([at(13, 0.2, 1.5), null, null]);
    expect(await risk([fresh], { ...shifted, wrongShare: 0.1 })).toBeUndefined();
  });
});
