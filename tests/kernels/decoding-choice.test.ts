import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { aboveThresholds } from "../../src/kernels/decoding/above.ts";
import { cutBelow } from "../../src/kernels/decoding/cut.ts";
import { drawTokens } from "../../src/kernels/decoding/draw.ts";
import { logSoftmax } from "../../src/kernels/decoding/log-softmax.ts";
import { mergeBeams } from "../../src/kernels/decoding/merge.ts";
import { narrowThreshold } from "../../src/kernels/decoding/narrow.ts";
import { penalize } from "../../src/kernels/decoding/penalize.ts";
import { strandMasses } from "../../src/kernels/decoding/strand-masses.ts";
import { strandCount } from "../../src/kernels/decoding/strands.ts";
import { temperScores } from "../../src/kernels/decoding/temper.ts";
import { topOfStrands } from "../../src/kernels/decoding/top.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import {
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
  scatteredWord,
} from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";
import { chiSquareScore } from "../support/chi-square.ts";

const logit = (i: number) => 3 * scatteredNormal(i);
const weight = (i: number) => Math.fround(Math.exp(-Math.abs(logit(i))));
/** Sixteen levels, so that many are equal. */
const level = (i: number) => (scatteredWord(i) % 16) / 4;
/** The same in lists of five that descend, where neighbours are equal, too. */
const listedLevel = (i: number) => level(Math.floor(i / 5)) - Math.floor((i % 5) / 2) / 4;
const listed = (values: readonly number[]) => (i: number) => values[i];
const bitsOf = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0];

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  // Three strands that divide by nothing, and a single short one.
  describe.each([613, 61])("over a vocabulary of %i", (V) => {
    const axes = { L: 2, R: 6, V, C: strandCount(V), K: 5 };

    test("strandMasses", async () => {
      await expectAgreement(strandMasses, { axes, inputs: { scores: logit } }, { relative: 1e-5 });
    });

    test("logSoftmax and temperScores", async () => {
      const ofLogits = { axes, inputs: { scores: logit } };
      const { peaks, masses } = await runKernel(webgpu!, strandMasses, ofLogits);
      const inputs = { scores: logit, peaks: listed(peaks) };
      const withMasses = { axes, inputs: { ...inputs, masses: listed(masses) } };
      await expectAgreement(logSoftmax, withMasses, { absolute: 2e-6 });
      const withHeat = { axes, inputs: { ...inputs, temperature: listed([0.7, 2]) } };
      await expectAgreement(temperScores, withHeat, { relative: 1e-5 });
    });

    test("topOfStrands, with many equals", async () => {
      const inputs = { scores: level, sums: (r: number) => -(r % 3) };
      await expectAgreement(topOfStrands, { axes, inputs }, {});
    });

    test.each([0, 1])("aboveThresholds, masses: %i", async (mass) => {
      for (const shift of [28, 24, 12, 0]) {
        // All but the bits that are still to be found of a weight of the row.
        const threshold = (row: number) => {
          const bits = bitsOf(weight(row * V));
          return bits - (bits % 2 ** (shift + 4));
        };
        const testCase = { axes, scalars: { shift, mass }, inputs: { weights: weight, threshold } };
        await expectAgreement(aboveThresholds, testCase, { relative: 1e-5 });
      }
    });

    test("cutBelow and drawTokens", async () => {
      const half = bitsOf(0.5);
      const weights = (i: number) => (i % 7 === 0 ? 0.5 : weight(i));
      const inputs = { weights, threshold: (row: number) => [0, half, half + 1][row % 3] };
      await expectAgreement(cutBelow, { axes: { ...axes, R: 101 }, inputs }, { relative: 1e-5 });
      const cut = await runKernel(webgpu!, cutBelow, { axes: { ...axes, R: 101 }, inputs });
      const drawing = {
        axes: { ...axes, R: 101, T: 4 },
        scalars: { stream: 3, generation: 1, first: 9 },
        inputs: {
          clock: () => 2,
          keys: (i: number) => [7, i][i % 2],
          weights: listed(cut["weights"]),
          masses: listed(cut["masses"]),
        },
      };
      await expectAgreement(drawTokens, drawing, {});
    });
  });

  test.each([0, 1])("narrowThreshold, masses: %i", async (mass) => {
    const axes = { L: 3, R: 35, C: 3 };
    const inputs = {
      share: listed(mass === 1 ? [0.3, 1, 0.9] : [3, 0, 20]),
      masses: () => 4,
      above: (i: number) => (16 - (i % 16)) * (0.3 + scatteredFraction(i >> 4) / 2),
      threshold: () => 2 ** 28,
    };
    for (const shift of [28, 4]) {
      const scalars = { shift, mass, whole: mass === 1 ? 1 : 40 };
      await expectAgreement(narrowThreshold, { axes, scalars, inputs }, {});
    }
  });

  test.each([1, 3])("mergeBeams of %i rows, with many equals", async (rows) => {
    const [N, K, C] = [7, 5, 3];
    const axes = { L: 2, N, R: N * rows, C, K, Q: N * K, T: 4 };
    const inputs = {
      clock: () => 2,
      values: listedLevel,
      // No two of a row are the same.
      tokens: (i: number) => 1000 - ((i * 7) % 1000),
    };
    for (const summed of [0, 1]) {
      await expectAgreement(mergeBeams, { axes, scalars: { summed }, inputs }, {});
    }
  });

  test("mergeBeams leaves a list behind what is less than the best", async () => {
    const axes = { L: 1, N: 1, R: 1, C: 2, K: 3, Q: 3, T: 1 };
    // The 9, which no list would have there, shows that nobody looks: there are too many for one lane.
    const inputs = {
      clock: () => 0,
      values: listed([7, 1, 9, 6, 5, 4]),
      tokens: listed([0, 2, 4, 1, 3, 5]),
    };
    const { sums } = await runKernel(webgpu!, mergeBeams, { axes, scalars: { summed: 1 }, inputs });
    expect(sums).toEqual([7, 6, 5]);
  });

  test.each([0, 1, 2, 3, 20])("penalize, no %i tokens twice", async (ngram) => {
    const axes = { L: 2, N: 3, R: 6, S: 11, T: 7, V: 61 };
    const inputs = {
      clock: () => 5,
      penalty: listed([1.3, 2]),
      prompts: (i: number) => scatteredWord(i) % 4,
      history: (i: number) => scatteredWord(i + 1000) % 5,
      scores: logit,
    };
    for (const forbidden of [3, 61]) {
      const testCase = { axes, scalars: { ngram, forbidden }, inputs };
      await expectAgreement(penalize, testCase, { relative: 2e-7 });
    }
  });
});

/** The least weight that is kept of each row. */
async function leastKept(
  backend: Backend,
  { rows, share, mass }: { rows: number[][]; share: number; mass: 0 | 1 },
): Promise<number[]> {
  await backend.prepare([aboveThresholds, narrowThreshold]);
  using scope = backend.scope("test");
  const [R, V] = [rows.length, rows[0].length];
  const C = strandCount(V);
  const total = rows.map((row) => row.reduce((a, b) => a + b, 0));
  const weights = scope.tensor("weights", "f32", [1, R, V], Float32Array.from(rows.flat()));
  const masses = Float32Array.from({ length: R * C }, (_, i) => total[Math.floor(i / C)] / C);
  const tensors = {
    share: scope.tensor("share", "f32", [1], Float32Array.of(share)),
    masses: scope.tensor("masses", "f32", [1, R, C], masses),
    above: scope.tensor("above", "f32", [1, R, C, 16]),
    threshold: scope.tensor("threshold", "u32", [1, R]),
  };
  const { threshold, above } = tensors;
  for (let shift = 28; shift >= 0; shift -= 4) {
    backend.dispatch(aboveThresholds, { weights, threshold, above }, { shift, mass });
    backend.dispatch(narrowThreshold, tensors, { shift, mass, whole: mass === 1 ? 1 : V });
  }
  const [bits] = await backend.read(threshold);
  return rows.map((row, r) => Math.min(...row.filter((value) => bitsOf(value) >= bits[r])));
}

describe.each(backends)("on $adapter.backend", (backend) => {
  const rows = Array.from({ length: 7 }, (_, r) =>
    Array.from({ length: 613 }, (_, v) => weight(613 * r + v)),
  );
  const descending = rows.map((row) => row.toSorted((a, b) => b - a));

  test.each([1, 2, 40, 612])("the %i likeliest tokens remain", async (share) => {
    const least = await leastKept(backend, { rows, share, mass: 0 });
    expect(least).toEqual(descending.map((row) => row[share - 1]));
  });

  test("what equals the last of the likeliest remains as well", async () => {
    const equals = [[0.25, 1, 0.5, 0.25, 0.25, 0.125]];
    expect(await leastKept(backend, { rows: equals, share: 3, mass: 0 })).toEqual([0.25]);
    expect(await leastKept(backend, { rows: equals, share: 0.7, mass: 1 })).toEqual([0.25]);
    expect(await leastKept(backend, { rows: equals, share: 0.6, mass: 1 })).toEqual([0.5]);
  });

  test.each([0.01, 0.5, 0.95])("the likeliest tokens that reach %f remain", async (share) => {
    const least = await leastKept(backend, { rows, share, mass: 1 });
    const expected = descending.map((row) => {
      const total = row.reduce((a, b) => a + b, 0);
      let sum = 0;
      return row.find((value) => (sum += value) >= share * total);
    });
    expect(least).toEqual(expected);
  });

  test("everything remains of a share of all, however small", async () => {
    const tiny = [[1, 1e-30, 1e-10]];
    expect(await leastKept(backend, { rows: tiny, share: 1, mass: 1 })).toEqual([tiny[0][1]]);
    expect(await leastKept(backend, { rows: tiny, share: 0, mass: 0 })).toEqual([tiny[0][1]]);
    expect(await leastKept(backend, { rows: tiny, share: 3, mass: 0 })).toEqual([tiny[0][1]]);
  });

  test("of equally good tokens the first comes first, as in torch.argmax", async () => {
    const V = 600;
    const C = strandCount(V);
    // Tokens 1 and 1 + 2 C are the best of their strand, and 1 + C is nearly as good.
    const best = [1, 1 + 2 * C];
    const score = (v: number) => (best.includes(v) ? 2 : v === 1 + C ? 1 : 0);
    const { tokens } = await runKernel(backend, topOfStrands, {
      axes: { L: 1, R: 1, V, C, K: 3 },
      inputs: { scores: score, sums: () => 0 },
    });
    expect(tokens.slice(3, 6)).toEqual([...best, 1 + C]);
    expect(tokens.slice(0, 3)).toEqual([0, C, 2 * C]);
  });

  test("tokens are drawn as often as their weights say, and never without one", async () => {
    const [R, V] = [6000, 613];
    const weights = (i: number) => (i % 5 === 0 ? 0 : weight(i % V));
    const inputs = { weights: (i: number) => weights(i % V), threshold: () => 0 };
    const axes = { L: 1, R, V, C: strandCount(V) };
    const { masses } = await runKernel(backend, cutBelow, { axes, inputs });
    const { log } = await runKernel(backend, drawTokens, {
      axes: { ...axes, T: 1 },
      scalars: { stream: 3, generation: 0, first: 0 },
      inputs: { clock: () => 0, keys: () => 5, weights: inputs.weights, masses: listed(masses) },
    });
    const counts = new Float64Array(V);
    for (let r = 0; r < R; r++) counts[log[2 * r]]++;
    const total = Array.from({ length: V }, (_, v) => weights(v)).reduce((a, b) => a + b);
    const p = Array.from({ length: V }, (_, v) => weights(v) / total);
    expect(Math.abs(chiSquareScore(counts, p))).toBeLessThan(4);
    expect(counts.filter((count, v) => count > 0 && p[v] === 0)).toHaveLength(0);
  });

  test("what was said loses, what would repeat a pair is impossible", async () => {
    // The text is 4 1 2 | 1: a 2 would repeat the pair (1, 2).
    const { scores } = await runKernel(backend, penalize, {
      axes: { L: 1, N: 1, R: 1, S: 3, T: 5, V: 6 },
      scalars: { ngram: 2, forbidden: 5 },
      inputs: {
        clock: () => 1,
        penalty: () => 2,
        prompts: listed([4, 1, 2]),
        history: listed([1, 0, 0, 0, 0]),
        scores: listed([-3, -3, -3, 3, 3, 3]),
      },
    });
    const never = Math.fround(LOG_ZERO);
    expect(scores).toEqual([-3, -6, never, 3, 1.5, never]);
  });
});
