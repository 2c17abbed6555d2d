import { describe, expect, test } from "vitest";
import { attentionMixFours } from "../../src/kernels/decoding/attention-mix-fours.ts";
import { attentionMix } from "../../src/kernels/decoding/attention-mix.ts";
import { attentionScoresJoint } from "../../src/kernels/decoding/attention-scores-joint.ts";
import { attentionScoresOwn } from "../../src/kernels/decoding/attention-scores-own.ts";
import { attentionScores } from "../../src/kernels/decoding/attention-scores.ts";
import { attentionWeights } from "../../src/kernels/decoding/attention-weights.ts";
import { embedNewest } from "../../src/kernels/decoding/embed.ts";
import { finish } from "../../src/kernels/decoding/finish.ts";
import { jointTokens } from "../../src/kernels/decoding/joint.ts";
import { rememberPrompts } from "../../src/kernels/decoding/remember-prompts.ts";
import { remember } from "../../src/kernels/decoding/remember.ts";
import { takeLast } from "../../src/kernels/decoding/take-last.ts";
import { takeLineages } from "../../src/kernels/decoding/take-lineages.ts";
import { takePrompts } from "../../src/kernels/decoding/take-prompts.ts";
import { trace } from "../../src/kernels/decoding/trace.ts";
import { expectAgreement, runKernel, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";

const normal = (shift: number) => (i: number) => scatteredNormal(i + shift);
const [N, K, T, S] = [5, 3, 7, 11];
const axes = { L: 2, N, K, R: N * K, Q: N * K, T };
/** A token below 50 and a parent among the rows. */
const log = (i: number) => scatteredWord(i) % (i % 2 === 0 ? 50 : N * K);

/** The second and the fifth of five. */
const lineages = (l: number) => 1 + 3 * l;

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each([0, 1, T])("trace after %i tokens", async (clock) => {
    await expectAgreement(trace, { axes, inputs: { clock: () => clock, log } }, {});
  });

  test("finish", async () => {
    const inputs = { sums: normal(0), divisor: () => 2, lineages, log };
    const testCase = { axes: { ...axes, G: 5, M: 9 }, scalars: { first: 3 }, inputs };
    await expectAgreement(finish, testCase, {});
  });

  test("takePrompts, from the start again after the last", async () => {
    const inputs = { prompts: (i: number) => i, lineages };
    const testCase = { axes: { L: 2, G: 5, M: 4, N: 7, S: 3 }, scalars: { first: 2 }, inputs };
    await expectAgreement(takePrompts, testCase, {});
  });

  test("takeLineages", async () => {
    const inputs = { values: normal(0), lineages };
    await expectAgreement(takeLineages, { axes: { L: 2, G: 5, W: 67 }, inputs }, {});
  });

  test("takeLast", async () => {
    const testCase = { axes: { L: 2, N: 3, S: 5, D: 7 }, inputs: { x: normal(0) } };
    await expectAgreement(takeLast, testCase, {});
  });

  test("embedNewest", async () => {
    const inputs = {
      clock: () => 4,
      history: (i: number) => scatteredWord(i) % 50,
      embedding: normal(0),
      positions: normal(99),
    };
    const testCase = { axes: { ...axes, V: 50, D: 9, P: 20 }, scalars: { offset: 3 }, inputs };
    await expectAgreement(embedNewest, testCase, { relative: 1e-6, absolute: 1e-6 });
  });

  test("remember", async () => {
    const all = { ...axes, Y: S + K * T, E: 27, F: 18 };
    const inputs = { clock: () => 4, qkv: normal(0) };
    await expectAgreement(remember, { axes: all, scalars: { S }, inputs }, {});
    await expectAgreement(rememberPrompts, { axes: { ...all, S }, inputs: { qkv: normal(1) } }, {});
  });

  // Beams that share some new tokens, all or none, in the fours and fives of the kernels and beside.
  test.each([
    { width: 3, beams: 3 },
    { width: 4, beams: 1 },
    { width: 4, beams: 3 },
    { width: 8, beams: 7 },
  ])("attention of $beams beams, heads $width wide", async ({ width, beams }) => {
    const [H, clock] = [3, 6];
    const D = H * width;
    const R = N * beams;
    const extents = { L: 2, N, R, T, H, D, E: 3 * D, F: 2 * D, U: S + T, Y: S + beams * T };
    // As many of the first new tokens as the text's number went through its first row.
    const ancestors = (i: number) => {
      const row = Math.floor(i / T) % R;
      const text = Math.floor(row / beams);
      return i % T < text ? text * beams : row;
    };
    const joint = (i: number) => (beams === 1 ? clock : Math.min(clock, i % N));
    const found = { axes: extents, inputs: { clock: () => clock, ancestors } };
    const expected = Array.from({ length: 2 * N }, (_, i) => joint(i));
    expect(await runKernel(webgpu!, jointTokens, found)).toEqual({ joint: expected });
    await expectAgreement(jointTokens, found, {});

    const rows = { clock: () => clock, ancestors, kept: normal(2) };
    const close = { absolute: 1e-5 };
    const agree = (
      kernel: Parameters<typeof expectAgreement>[0],
      more: Readonly<Record<string, (i: number) => number>>,
    ) => {
      const names = Object.keys(kernel.bindings as object);
      const given = Object.entries({ ...rows, ...more }).filter(([name]) => names.includes(name));
      const inputs = Object.fromEntries(given);
      return expectAgreement(kernel, { axes: extents, scalars: { S }, inputs }, close);
    };
    const mixing = {
      weights: (i: number) => Math.exp(scatteredNormal(i)),
      totals: (i: number) => S + clock + (i % 3),
    };
    await agree(attentionScores, { qkv: normal(0) });
    await agree(attentionMix, mixing);
    if (width % 4 === 0) {
      await agree(attentionScoresJoint, { qkv: normal(0), joint });
      await agree(attentionScoresOwn, { qkv: normal(0), joint });
      await agree(attentionMixFours, { ...mixing, joint });
    }
    const softmax = { clock: () => clock, scores: normal(3) };
    await expectAgreement(
      attentionWeights,
      { axes: extents, scalars: { S }, inputs: softmax },
      close,
    );
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a beam is found back through the rows that it came through", async () => {
    // Row 0 of the second token goes on from row 1, and the third from row 1 of that.
    const entries = [10, 0, 11, 0, /* */ 20, 1, 21, 0, /* */ 30, 1, 31, 0];
    const { history, ancestors } = await runKernel(backend, trace, {
      axes: { L: 1, R: 2, T: 3 },
      inputs: { clock: () => 3, log: (i) => entries[i] },
    });
    expect(history).toEqual([10, 21, 30, 11, 20, 31]);
    expect(ancestors).toEqual([0, 1, 0, 1, 0, 1]);
    const finished = async (sums: readonly number[]) => {
      const { texts } = await runKernel(backend, finish, {
        axes: { L: 1, G: 2, N: 1, M: 2, K: 2, Q: 2, T: 3 },
        scalars: { first: 1 },
        inputs: {
          sums: (k) => sums[k],
          divisor: () => 9,
          lineages: () => 1,
          log: (i) => entries[i],
        },
      });
      return texts;
    };
    expect(await finished([-3, -2])).toEqual([0, 0, 0, 0, 0, 0, /* */ 0, 0, 0, 11, 20, 31]);
    // Of beams that are equally good, the first.
    expect(await finished([-2, -2])).toEqual([0, 0, 0, 0, 0, 0, /* */ 0, 0, 0, 10, 21, 30]);
  });
});
