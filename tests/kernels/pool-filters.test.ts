import { describe, expect, test } from "vitest";
import { categoricalLogProb } from "../../src/kernels/categorical/log-prob.ts";
import { atLeast } from "../../src/kernels/pool/at-least.ts";
import { chooseBest } from "../../src/kernels/pool/choose-best.ts";
import { keepByChance } from "../../src/kernels/pool/keep-by-chance.ts";
import { keptShares } from "../../src/kernels/pool/kept-shares.ts";
import { keepRanked } from "../../src/kernels/pool/keep-ranked.ts";
import { lay } from "../../src/kernels/pool/lay.ts";
import { meanScores } from "../../src/kernels/pool/mean-scores.ts";
import { rankCounts } from "../../src/kernels/pool/rank-counts.ts";
import { rankGoal } from "../../src/kernels/pool/rank-goal.ts";
import { CHUNK_LENGTH, rankOf } from "../../src/kernels/pool/rank.ts";
import { Liking, scorePoints } from "../../src/kernels/pool/score-points.ts";
import { takePart } from "../../src/kernels/pool/take-part.ts";
import { tally } from "../../src/kernels/pool/tally.ts";
import { textLogProb } from "../../src/kernels/text/log-prob.ts";
import { variety } from "../../src/kernels/text/variety.ts";
import {
  expectAgreement,
  runKernel,
  scatteredFraction,
  scatteredNormal,
  scatteredWord,
} from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";

const keys = (i: number) => (i % 2 === 0 ? 7 : i >> 1);
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : scatteredFraction(i));
const marks = (i: number) => scatteredWord(i + 1000) % 2;
const random = { stream: 130, generation: 2 };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("of chances, for shared weights and marks too", async () => {
    for (const [R, S] of [
      [3, 1],
      [1, 3],
    ]) {
      await expectAgreement(
        keepByChance,
        {
          axes: { L: 3, N: 71, R, S },
          scalars: { rows: 67, stream: 130, birth: 3, drawn: 5 },
          inputs: {
            keys,
            weight,
            marks,
            keepMarked: (l) => [0.3, 0, 0.9][l],
            keepOther: (l) => [1, 0.5, 0.2][l],
          },
        },
        { absolute: 0 },
      );
    }
  });

  test("of what is left", async () => {
    const inputs = { before: weight, after: (i: number) => weight(i) * marks(i + 5), marks };
    const axes = { L: 5, N: 201, R: 5, Q: 1, S: 1 };
    await expectAgreement(tally, { axes, scalars: { rows: 190 }, inputs }, { relative: 2e-6 });
    // Of nobody there is no share.
    const sums = (i: number) => (i === 0 || i === 1 || i > 15 ? 0 : scatteredFraction(i));
    await expectAgreement(keptShares, { axes: { L: 5 }, inputs: { sums } }, { relative: 1e-6 });
  });

  test("of scores above a threshold, near a place, far along, and on the average", async () => {
    const threshold = (l: number) => scatteredNormal(l);
    const scores = (i: number) => scatteredNormal(i);
    const axes = { L: 3, N: 29, D: 3, G: 7, R: 1 };
    await expectAgreement(atLeast, { axes, inputs: { scores, threshold } }, { absolute: 0 });
    const points = { axes, inputs: { points: scores, near: threshold } };
    for (const by of Object.values(Liking)) {
      const tolerance = { absolute: 1e-6, relative: 1e-6 };
      await expectAgreement(scorePoints, { ...points, scalars: { by } }, tolerance);
    }
    const chosen = (i: number) => scatteredWord(i) % 29;
    // Of the last lineage everything is impossible, and of the others every fifth.
    const impossible = (i: number) => i >= 2 * 29 || i % 5 === 0;
    const some = (i: number) => (impossible(i) ? -1e30 : scatteredNormal(i));
    const means = { scores: some, weight, chosen, chosenWeight: weight };
    const given = { axes: { ...axes, Q: 3 }, scalars: { rows: 27 }, inputs: means };
    await expectAgreement(meanScores, given, { absolute: 2e-6 });
    const shared = { ...given, axes: { ...axes, Q: 1 } };
    await expectAgreement(meanScores, shared, { absolute: 2e-6 });
    const { ofAll, ofChosen } = await runKernel(cpu, meanScores, given);
    expect(Math.max(...[...ofAll, ...ofChosen].map(Math.abs).filter(isFinite))).toBeLessThan(3);
    expect([ofAll[2], ofChosen[2]]).toEqual([NaN, NaN]);
  });

  test.each([28, 4, 0])("of how many reach sixteen ranks 2^%i apart", async (shift) => {
    const scores = (i: number) => (scatteredWord(i) % 4) - 2.5;
    for (const score of [scatteredNormal, scores]) {
      const inputs = { scores: score, weight, goal: (i: number) => rankOf((i % 3) - 1.5) };
      const axes = { L: 3, N: 71 + CHUNK_LENGTH, R: 3, C: 2 };
      const scalars = { rows: 67 + CHUNK_LENGTH, shift };
      await expectAgreement(rankCounts, { axes, scalars, inputs }, { absolute: 0 });
    }
  });

  test.each([28, 8, 0])("of the rank that as many as are wanted reach, from bit %i on", (shift) =>
    expectAgreement(
      rankGoal,
      {
        axes: { L: 6, C: 5 },
        scalars: { shift },
        inputs: {
          share: (l) => [0, 0.1, 0.5, 0.77, 1, 0.01][l],
          counts: (i) => 3 * (16 - (i % 16)) + (Math.floor(i / 16) % 3),
          goal: (i) => (i % 2 === 0 ? 0x12340000 : 17 * i),
        },
      },
      { absolute: 0 },
    ),
  );

  test("of those that reach a rank, of equals the first", () =>
    expectAgreement(
      keepRanked,
      {
        axes: { L: 6, N: 71, R: 6, C: 1 },
        scalars: { rows: 67 },
        inputs: {
          scores: (i) => (scatteredWord(i) % 4) - 2.5,
          weight,
          goal: (i) => (i % 2 === 0 ? rankOf(-0.5) : [0, 1, 9, 20, 30, 70][i >> 1]),
          counts: (i) => (i % 16 === 0 ? 30 : 12),
        },
      },
      { absolute: 0 },
    ));

  test("of the best of groups", () =>
    expectAgreement(
      chooseBest,
      {
        axes: { L: 3, N: 71, G: 14, R: 3 },
        scalars: { rows: 67, size: 5, ...random },
        inputs: {
          keys,
          scores: scatteredNormal,
          weight: (i) => (i < 12 ? 0 : weight(i)),
          temperature: (l) => [0, 0.5, 20][l],
        },
      },
      { absolute: 0 },
    ));

  test("of rows laid together and apart", async () => {
    const axes = { L: 3, N: 31, R: 1, P: 47 };
    const part = { first: 11, rows: 29 };
    await expectAgreement(
      lay,
      { axes, scalars: part, inputs: { numbers: scatteredNormal } },
      { absolute: 0 },
    );
    await expectAgreement(
      takePart,
      { axes, scalars: part, inputs: { together: scatteredNormal } },
      { absolute: 0 },
    );
  });

  test("of different tokens", () =>
    expectAgreement(
      variety,
      { axes: { L: 3, N: 23, T: 9 }, inputs: { texts: (i) => scatteredWord(i) % 8 } },
      { relative: 1e-6 },
    ));

  test("of log-probabilities, some of which are of nothing", async () => {
    const inputs = {
      values: (i: number) => scatteredWord(i) % 5,
      counts: (i: number) => (i === 2 ? 0 : scatteredWord(i) % 1000),
      totals: () => 3000,
    };
    for (const R of [1, 3]) {
      const axes = { L: 3, N: 31, R, K: 5 };
      await expectAgreement(categoricalLogProb, { axes, inputs }, { absolute: 1e-6 });
    }
    const surprise = (i: number) => (i === 20 ? Infinity : scatteredFraction(i));
    const axes = { L: 2, N: 11, T: 7 };
    await expectAgreement(textLogProb, { axes, inputs: { surprise } }, { relative: 1e-6 });
  });
});

test("a preference that wavers takes each in proportion to what it is worth", async () => {
  const [L, G] = [40, 100];
  const scores = [0, 1, -1];
  const { chosen } = await runKernel(cpu, chooseBest, {
    axes: { L, N: 3 * G, G, R: 1 },
    scalars: { rows: 3 * G, size: 3, ...random },
    inputs: { keys, scores: (i) => scores[i % 3], weight: () => 1, temperature: () => 0.7 },
  });
  const worth = scores.map((score) => Math.exp(score / 0.7));
  const all = worth.reduce((sum, w) => sum + w, 0);
  for (const [k, own] of worth.entries()) {
    const share = own / all;
    const count = chosen.filter((n) => n % 3 === k).length;
    const deviation = Math.sqrt(L * G * share * (1 - share));
    expect(Math.abs(count - L * G * share)).toBeLessThan(4 * deviation);
  }
});
