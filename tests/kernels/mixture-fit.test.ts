import { describe, expect, test } from "vitest";
import { mixtureBegin } from "../../src/kernels/mixture/begin.ts";
import { chunkSums } from "../../src/kernels/mixture/chunk-sums.ts";
import { decide } from "../../src/kernels/mixture/decide.ts";
import { DONE } from "../../src/kernels/mixture/done.ts";
import { expectPairs } from "../../src/kernels/mixture/expect-pairs.ts";
import { expectPlane } from "../../src/kernels/mixture/expect-plane.ts";
import { expectStep } from "../../src/kernels/mixture/expect.ts";
import { mixtureFrame } from "../../src/kernels/mixture/frame.ts";
import { keepBest } from "../../src/kernels/mixture/keep.ts";
import { maximiseStep } from "../../src/kernels/mixture/maximise.ts";
import { mixtureMoments } from "../../src/kernels/mixture/moments.ts";
import { seedChoose } from "../../src/kernels/mixture/seed-choose.ts";
import { seedMasses } from "../../src/kernels/mixture/seed-masses.ts";
import { sumsPlane } from "../../src/kernels/mixture/sums-plane.ts";
import { toDataUnits } from "../../src/kernels/mixture/to-data-units.ts";
import {
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
} from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { keyWord, scatteredPresence, scatteredRoots } from "../support/mixtures.ts";

/** Of three lineages the one in the middle is done. */
const listed = (i: number) => [2, DONE, 0][i];

describe.skipIf(!webgpu)("WGSL agrees with the reference", () => {
  test("frame, of a pool without width and of one far below a float", async () => {
    await expectAgreement(
      mixtureFrame,
      {
        axes: { L: 4, D: 3 },
        inputs: {
          logDeviation: (i) => (i < 3 ? -1e30 : i < 6 ? -70 : 0.3 * i - 2),
          regularisation: (i) => [1e-6, 0, 0, 0.5][i],
        },
      },
      { relative: 1e-6, absolute: 2e-6 },
    );
  });

  test.each([0, 3])("begin, from %i lineages before", async (P) => {
    await expectAgreement(
      mixtureBegin,
      {
        axes: { L: 3, K: 3, D: 2, P },
        inputs: {
          beforeWeight: (i) => 0.1 + 0.05 * i,
          beforeRoot: scatteredRoots(2),
          beforeScale: (i) => -0.3 * i,
          scale: (i) => -0.2 * i - 0.5,
        },
      },
      { relative: 1e-5, absolute: 1e-5 },
    );
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 37],
  ])("masses and choice of center %i, %i presences", async (seed, W) => {
    const axes = { L: 3, N: 37, D: 3, K: 4, C: 3, W };
    const rows = {
      points: (i: number) => scatteredNormal(i),
      center: (i: number) => scatteredNormal(i + 500),
      presence: scatteredPresence,
    };
    const nearest = (i: number) => scatteredFraction(i);
    const scalars = { chunkLength: 16, seed, spread: 1 };
    await expectAgreement(
      seedMasses,
      { axes, scalars, inputs: { ...rows, nearest } },
      { relative: 1e-5 },
    );
    const random = { chunkLength: 16, seed, restart: 1, stream: 2, generation: 3 };
    const masses = (i: number) => 1 + (i % 3);
    const inputs = { ...rows, nearest, masses, keys: keyWord };
    await expectAgreement(seedChoose, { axes, scalars: random, inputs }, {});
  });

  test.each([
    [0, 0],
    [0, 29],
    [1, 29],
  ])("expect, hard %i, %i presences", async (hard, W) => {
    await expectAgreement(
      expectStep,
      {
        axes: { L: 3, A: 3, N: 29, D: 3, K: 4, W },
        scalars: { hard },
        inputs: {
          points: (i) => 2 * scatteredNormal(i),
          presence: scatteredPresence,
          center: (i) => scatteredNormal(i + 500),
          inverse: scatteredRoots(3),
          logScale: (i) => (i % 4 === 1 ? -1e30 : -0.1 * i),
          listed,
        },
      },
      { relative: 1e-5, absolute: 1e-5 },
    );
  });

  test.each([0, 37])("chunk-sums, %i presences", async (W) => {
    await expectAgreement(
      chunkSums,
      {
        axes: { L: 3, A: 3, N: 37, D: 3, K: 2, C: 3, F: 10, W },
        scalars: { chunkLength: 16 },
        inputs: {
          points: (i) => scatteredNormal(i),
          presence: scatteredPresence,
          center: (i) => scatteredNormal(i + 500),
          responsibility: (i) => scatteredFraction(i),
          score: (i) => scatteredNormal(i + 900),
          listed,
        },
      },
      { relative: 1e-5, absolute: 2e-5 },
    );
  });

  test.each([
    [0, 0],
    [1, 0],
    [0, 31],
  ])("expect-plane and sums-plane, hard %i, %i presences", async (hard, W) => {
    const inputs = {
      points: (i: number) => 2 * scatteredNormal(i),
      presence: scatteredPresence,
      center: (i: number) => scatteredNormal(i + 5000),
      inverse: scatteredRoots(2),
      logScale: (i: number) => (i % 4 === 1 ? -1e30 : -0.1 * i),
      listed,
    };
    const axes = { L: 3, A: 3, N: 31, K: 4, C: 2, W };
    const close = { relative: 1e-5, absolute: 1e-5 };
    await expectAgreement(expectPlane, { axes, scalars: { hard }, inputs }, close);
    const seen = { responsibility: scatteredFraction, score: (i: number) => scatteredNormal(i) };
    await expectAgreement(
      sumsPlane,
      { axes, scalars: { chunkLength: 16 }, inputs: { ...inputs, ...seen } },
      { relative: 1e-5, absolute: 3e-5 },
    );
  });

  test.each([0, 1])("expect-pairs, hard %i", async (hard) => {
    await expectAgreement(
      expectPairs,
      {
        axes: { L: 3, A: 3, N: 301, C: 4 },
        scalars: { chunkLength: 97, hard },
        inputs: {
          points: (i) => 2 * scatteredNormal(i),
          center: (i) => scatteredNormal(i + 5000),
          inverse: scatteredRoots(2),
          logScale: (i) => (i === 4 ? -1e30 : -0.1 * i),
          listed,
        },
      },
      { relative: 2e-5, absolute: 3e-4 },
    );
  });

  test("maximise, and a component that no row belongs to", async () => {
    const [L, C, K, D, F] = [3, 3, 4, 3, 10];
    // Masses around 5; means small; products diagonally dominant.
    const sums = (i: number) => {
      const f = i % F;
      if (Math.floor(i / F) % K === 3) return 0;
      if (f === 0) return 5 + scatteredFraction(i);
      return [4, 6, 9].includes(f) ? 6 + scatteredFraction(i) : 0.6 * scatteredNormal(i);
    };
    await expectAgreement(
      maximiseStep,
      {
        axes: { L, A: 3, C, K, D, F },
        inputs: {
          sums,
          leastVariance: (i) => 1e-3 * i,
          listed,
          weight: () => 0.5,
          center: (i) => scatteredNormal(i + 900),
          root: scatteredRoots(D),
          inverse: scatteredRoots(D),
          logScale: () => -1,
        },
      },
      // The component without rows has an inverse of 10⁵ in lineage 0.
      { relative: 2e-5, absolute: 1e-5 },
    );
  });

  test("decide", async () => {
    const inputs = {
      scores: (i: number) => (i % 2 === 0 ? -10 - i : 4),
      tolerance: (i: number) => [1e-3, 10, 10, 10][i],
      latest: () => -3.1,
      steps: (i: number) => [5, 5, 0, 7][i],
      listed: (i: number) => [0, 1, 2, DONE][i],
    };
    await expectAgreement(decide, { axes: { L: 4, A: 4, C: 3 }, inputs }, { relative: 1e-6 });
    const { listed: left } = await runKernel(webgpu!, decide, {
      axes: { L: 4, A: 4, C: 3 },
      inputs,
    });
    expect(left).toEqual([0, DONE, 2, DONE]);
  });

  test.each([
    [0, 0],
    [1, 1],
  ])("keep, attempt %i, unbiased %i", async (attempt, unbiased) => {
    await expectAgreement(
      keepBest,
      {
        axes: { L: 3, K: 2, D: 2 },
        scalars: { attempt, unbiased },
        inputs: {
          latest: (i) => [-2, 30, -3, 3, -1, 50][i],
          weight: (i) => [0.4, 0.6][i % 2],
          center: (i) => scatteredNormal(i),
          root: scatteredRoots(2),
          best: () => -2.5,
          keptWeight: () => 9,
          keptCenter: () => 9,
          keptRoot: () => 9,
        },
      },
      { relative: 1e-6 },
    );
  });

  test("moments and data units", async () => {
    const [L, K, D] = [3, 2, 3];
    const inputs = {
      weight: (i: number) => [0.3, 0.7][i % K],
      center: (i: number) => scatteredNormal(i),
      root: scatteredRoots(D),
      frameMean: (i: number) => i,
      frameLogDeviation: (i: number) => -0.4 * i,
    };
    const axes = { L, K, D };
    await expectAgreement(mixtureMoments, { axes, inputs }, { relative: 1e-5, absolute: 2e-6 });
    await expectAgreement(toDataUnits, { axes, inputs }, { relative: 1e-6, absolute: 1e-6 });
  });
});

test("steps of expectation and maximisation never make the data less likely", async () => {
  const [N, D, K, C, F] = [60, 2, 2, 1, 6];
  const points = (i: number) => scatteredNormal(i) + (i % 4 < 2 ? 0 : 3);
  const inputs = { points, presence: () => 1, listed: () => 0, leastVariance: () => 0 };
  let state: Record<string, readonly number[]> = {
    weight: [0.5, 0.5],
    center: [0, 0, 1, 1],
    root: [1, 0, 0, 1, 1, 0, 0, 1],
    inverse: [1, 0, 0, 1, 1, 0, 0, 1],
    logScale: [-2.5, -2.5],
  };
  const axes = { L: 1, A: 1, N, D, K, C, F, W: 0 };
  const from = (arrays: Record<string, readonly number[]>) =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => [name, (i: number) => array[i]]),
    );
  let before = -Infinity;
  for (let step = 0; step < 12; step++) {
    const known = { ...inputs, ...from(state) };
    const seen = await runKernel(cpu, expectStep, { axes, scalars: { hard: 0 }, inputs: known });
    const [r, s] = [seen["responsibility"], seen["score"]];
    const all = { ...known, ...from({ responsibility: r, score: s }) };
    const { sums, scores } = await runKernel(cpu, chunkSums, {
      axes,
      scalars: { chunkLength: N },
      inputs: all,
    });
    const score = scores[0] / scores[1];
    // The first scale is not that of the weights.
    if (step > 0) expect(score).toBeGreaterThan(before - 1e-6);
    before = step === 0 ? -Infinity : score;
    const { sums: _, ...next } = await runKernel(cpu, maximiseStep, {
      axes,
      inputs: { ...all, ...from({ sums }) },
    });
    state = next;
  }
  expectClose([state["weight"][0] + state["weight"][1]], [1], { absolute: 1e-6 });
});
