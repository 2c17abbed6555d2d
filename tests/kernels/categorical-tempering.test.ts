import { describe, expect, test } from "vitest";
import { CHUNK_LENGTH, chunkCount } from "../../src/kernels/categorical/chunks.ts";
import { countLogarithms } from "../../src/kernels/categorical/logarithms.ts";
import { quantize } from "../../src/kernels/categorical/quantize.ts";
import { temperChunks } from "../../src/kernels/categorical/temper-chunks.ts";
import { temperLogs } from "../../src/kernels/categorical/temper.ts";
import { LOG_ZERO } from "../../src/kernels/logarithm.ts";
import { expectAgreement, runKernel, scatteredFraction, scatteredWord } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";

/** A third of the categories is dead. */
const isDead = (i: number) => scatteredWord(i) % 3 === 0;
const count = (i: number) => (isDead(i) ? 0 : scatteredWord(i) >>> (i % 32));
const log = (i: number) => (isDead(i) ? LOG_ZERO : -20 * scatteredFraction(i));
const temperature = (l: number) => [1, 0.25, 3][l % 3];

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("countLogarithms", async () => {
    const testCase = { axes: { L: 3, K: 1009 }, inputs: { counts: count } };
    await expectAgreement(countLogarithms, testCase, { relative: 2e-7, absolute: 2e-7 });
  });

  test.each([5, CHUNK_LENGTH, 1009])("temperChunks over %i categories", async (K) => {
    const testCase = { axes: { L: 5, K, C: chunkCount(K) }, inputs: { temperature, logs: log } };
    // A quotient up to 80 is rounded before its exponential.
    await expectAgreement(temperChunks, testCase, { relative: 1e-5 });
  });

  test("temperLogs, with the peaks and masses of temperChunks", async () => {
    const [L, K] = [5, 1009];
    const axes = { L, K, C: chunkCount(K) };
    const inputs = { temperature, logs: log };
    const { peaks, masses } = await runKernel(webgpu!, temperChunks, { axes, inputs });
    const withChunks = {
      ...inputs,
      peaks: (i: number) => peaks[i],
      masses: (i: number) => masses[i],
    };
    const testCase = { axes, inputs: withChunks };
    await expectAgreement(temperLogs, testCase, { relative: 5e-7, absolute: 2e-6 });
  });

  test("quantize", async () => {
    const inputs = { temperature, counts: count, tempered: log };
    const testCase = { axes: { L: 5, K: 333 }, inputs };
    // ⌊⌋ may fall on either side.
    await expectAgreement(quantize, testCase, { relative: 1e-6, absolute: 1 });
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a chunk without any probability has no peak and no mass", async () => {
    const axes = { L: 2, K: CHUNK_LENGTH + 3, C: 2 };
    const logs = (i: number) => (i % (CHUNK_LENGTH + 3) < CHUNK_LENGTH ? LOG_ZERO : -2);
    const inputs = { temperature: () => 0.5, logs };
    const { peaks, masses } = await runKernel(backend, temperChunks, { axes, inputs });
    expect(peaks).toEqual([LOG_ZERO, -2, LOG_ZERO, -2].map(Math.fround));
    expect(masses).toEqual([0, 3, 0, 3]);
  });

  test("weights at temperature 1 are the counts, and others keep the living alive", async () => {
    const counts = [7, 0, 5, 7, 0, 5];
    const inputs = {
      temperature: (l: number) => [1, 2][l],
      counts: (i: number) => counts[i],
      // The second is dead, and the third all but impossible.
      tempered: (i: number) => [-1e-9, LOG_ZERO, -50][i % 3],
    };
    const { weights } = await runKernel(backend, quantize, { axes: { L: 2, K: 3 }, inputs });
    expect(weights.slice(0, 3)).toEqual([7, 0, 5]);
    expect(weights.slice(4)).toEqual([0, 1]);
    expect(weights[3]).toBeGreaterThan(2 ** 32 - 2 ** 19);
  });
});
