import { describe, expect, test } from "vitest";
import { add } from "../../src/kernels/layers/add.ts";
import { crossEntropyBackwardFours } from "../../src/kernels/layers/cross-entropy-backward-fours.ts";
import { crossEntropyBackward } from "../../src/kernels/layers/cross-entropy-backward.ts";
import { crossEntropyForward } from "../../src/kernels/layers/cross-entropy-forward.ts";
import { dropoutBackward } from "../../src/kernels/layers/dropout-backward.ts";
import { dropoutForward } from "../../src/kernels/layers/dropout-forward.ts";
import { embeddingBackwardColumns } from "../../src/kernels/layers/embedding-backward-columns.ts";
import { embeddingBackward } from "../../src/kernels/layers/embedding-backward.ts";
import { embeddingForwardFours } from "../../src/kernels/layers/embedding-forward-fours.ts";
import { embeddingForward } from "../../src/kernels/layers/embedding-forward.ts";
import { fill } from "../../src/kernels/layers/fill.ts";
import { geluBackward } from "../../src/kernels/layers/gelu-backward.ts";
import { geluForward } from "../../src/kernels/layers/gelu-forward.ts";
import { layerNormBackwardFours } from "../../src/kernels/layers/layer-norm-backward-fours.ts";
import { layerNormBackwardQuads } from "../../src/kernels/layers/layer-norm-backward-quads.ts";
import { layerNormBackward } from "../../src/kernels/layers/layer-norm-backward.ts";
import { layerNormForwardFours } from "../../src/kernels/layers/layer-norm-forward-fours.ts";
import { layerNormForwardQuads } from "../../src/kernels/layers/layer-norm-forward-quads.ts";
import { layerNormForward } from "../../src/kernels/layers/layer-norm-forward.ts";
import { layerNormPartials } from "../../src/kernels/layers/layer-norm-partials.ts";
import { logSumChunksFours } from "../../src/kernels/layers/log-sum-chunks-fours.ts";
import { logSumChunks } from "../../src/kernels/layers/log-sum-chunks.ts";
import { IGNORED, nextTokens } from "../../src/kernels/layers/next-tokens.ts";
import { forWidth, suitsNormQuads } from "../../src/kernels/layers/norm-quads.ts";
import { partialSums } from "../../src/kernels/layers/partial-sums.ts";
import { placeSurprises } from "../../src/kernels/layers/place-surprises.ts";
import { positionsBackward } from "../../src/kernels/layers/positions-backward.ts";
import { reluBackward } from "../../src/kernels/layers/relu-backward.ts";
import { reluForward } from "../../src/kernels/layers/relu-forward.ts";
import { sumPartials } from "../../src/kernels/layers/sum-partials.ts";
import { takeTexts } from "../../src/kernels/layers/take-texts.ts";
import { FIRST, tokenLinks } from "../../src/kernels/layers/token-links.ts";
import {
  expectAgreement,
  scatteredFraction,
  scatteredNormal as normal,
  scatteredWord,
} from "../support/agree.ts";
import { webgpu } from "../support/backends.ts";

/** Other numbers than `normal` gives. */
const another = (i: number) => normal(i + 5000);
const tokens = (below: number) => (i: number) => scatteredWord(i) % below;
const EXACT = {};
/** A few roundings of numbers about 1. */
const ROUNDED = { absolute: 2e-6, relative: 2e-6 };

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test("fill and relu", async () => {
    const axes = { N: 301 };
    await expectAgreement(fill, { axes, scalars: { value: 1.5 }, inputs: {} }, EXACT);
    await expectAgreement(reluForward, { axes, inputs: { x: normal } }, EXACT);
    const out = (i: number) => Math.max(0, normal(i));
    const backward = { axes, inputs: { out, gradient: another } };
    await expectAgreement(reluBackward, backward, EXACT);
  });

  test.each([0, 1])("add and gelu, accumulate %i", async (accumulate) => {
    const [axes, scalars] = [{ N: 301 }, { accumulate }];
    const sum = { axes, scalars, inputs: { x: normal, sum: another } };
    await expectAgreement(add, sum, EXACT);
    // up to where nothing is left of the tails
    const x = (i: number) => (i % 2 === 0 ? 3 : 40) * normal(i);
    await expectAgreement(geluForward, { axes, inputs: { x } }, { absolute: 1e-6, relative: 1e-6 });
    const inputs = { x, gradientOut: another };
    const backward = { axes, scalars, inputs: { ...inputs, gradient: another } };
    await expectAgreement(geluBackward, backward, { absolute: 1e-5 });
  });

  test.each([0, 1])("dropout, accumulate %i", async (accumulate) => {
    const axes = { L: 3, E: 103 };
    const random = { keys: (i: number) => [7, 5, 7, 6, 9, 5][i], clock: () => 12 };
    const rate = (l: number) => [0, 0.25, 0.9][l];
    const scalars = { stream: 6, generation: 3, place: 2 };
    const inputs = { ...random, rate, x: normal, residual: another };
    await expectAgreement(dropoutForward, { axes, scalars, inputs }, ROUNDED);
    const backward = {
      axes,
      scalars: { ...scalars, accumulate },
      inputs: { ...random, rate, gradientOut: normal, gradient: another },
    };
    await expectAgreement(dropoutBackward, backward, ROUNDED);
  });

  test.each([0, 1])("embedding, accumulate %i", async (accumulate) => {
    const axes = { L: 3, M: 35, V: 11, P: 10, D: 5 };
    const scalars = { T: 7, offset: 2 };
    const inputs = { tokens: tokens(9), table: normal, positions: another };
    await expectAgreement(embeddingForward, { axes, scalars, inputs }, ROUNDED);
    // more fours than an invocation takes, and fewer
    for (const D of [4, 28]) {
      const fours = { axes: { ...axes, D }, scalars, inputs };
      await expectAgreement(embeddingForwardFours.many, fours, ROUNDED);
      await expectAgreement(embeddingForwardFours.few, fours, ROUNDED);
    }
    await expectAgreement(tokenLinks, { axes, inputs: { tokens: tokens(9) } }, EXACT);
    // the links of the tokens 0, 1, ... 8, 0, 1, ...
    const cyclic = (i: number) => (i % 35) % 9;
    const links = (i: number) => Math.min((i % 35) + 9, 35) + (i % 35 < 9 ? FIRST : 0);
    const backward = {
      axes,
      inputs: { tokens: cyclic, links, gradientOut: normal, table: another },
    };
    await expectAgreement(embeddingBackward, backward, ROUNDED);
    const columns = { axes: { ...axes, D: 12 }, inputs: backward.inputs };
    await expectAgreement(embeddingBackwardColumns, columns, ROUNDED);
    const places = {
      axes,
      scalars: { ...scalars, accumulate },
      inputs: { gradientOut: normal, positions: another },
    };
    await expectAgreement(positionsBackward, places, ROUNDED);
  });

  test.each([0, 1])("layer norm, accumulate %i", async (accumulate) => {
    const axes = { L: 3, M: 67, D: 23, C: 3 };
    // rows far from 0 as well, and a first one that is constant
    const x = (i: number) => (i < 28 ? 2 : 10 * (i % 3) + normal(i));
    const statistics = (i: number) => (i % 2 === 0 ? 10 * normal(i) : 0.5 + scatteredFraction(i));
    const [scale, bias] = [normal, another];
    const forward = { axes, scalars: { epsilon: 1e-5 }, inputs: { x, scale, bias } };
    const fours = { ...axes, D: 28 };
    const close = { absolute: 1e-5, relative: 1e-5 };
    await expectAgreement(layerNormForward, forward, close);
    await expectAgreement(layerNormForwardFours, { ...forward, axes: fours }, close);
    const read = { x, statistics, gradientOut: another };
    const backward = {
      axes,
      scalars: { accumulate },
      inputs: { ...read, scale, gradient: normal },
    };
    // up to 30 deviations from the mean, squared
    const farOff = { absolute: 1e-3, relative: 1e-5 };
    await expectAgreement(layerNormBackward, backward, farOff);
    await expectAgreement(layerNormBackwardFours, { ...backward, axes: fours }, farOff);
    await expectAgreement(layerNormPartials, { axes, inputs: read }, { absolute: 1e-3 });
    await expectAgreement(partialSums, { axes, inputs: { x: normal } }, { absolute: 1e-5 });
    const sums = {
      axes,
      scalars: { factor: 0.3, accumulate },
      inputs: { partials: normal, out: another },
    };
    await expectAgreement(sumPartials, sums, ROUNDED);
  });

  test.skipIf(webgpu === null || !suitsNormQuads(webgpu.adapter)).each([16, 48, 64, 144, 256])(
    "layer norm by quads, D %i",
    async (D) => {
      const axes = { L: 3, M: 67, D, C: 3 };
      const x = (i: number) => (i < D ? 2 : 10 * (i % 3) + normal(i));
      const statistics = (i: number) => (i % 2 === 0 ? 10 * normal(i) : 0.5 + scatteredFraction(i));
      const forward = {
        axes,
        scalars: { epsilon: 1e-5 },
        inputs: { x, scale: normal, bias: another },
      };
      const close = { absolute: 1e-5, relative: 1e-5 };
      await expectAgreement(forWidth(layerNormForwardQuads, D)!, forward, close);
      const inputs = { x, statistics, gradientOut: another, scale: normal, gradient: normal };
      for (const kernel of forWidth(layerNormBackwardQuads, D)!) {
        await expectAgreement(kernel, { axes, inputs }, { absolute: 1e-3, relative: 1e-5 });
      }
    },
  );

  test("quads take rows of so many sixteens, and no others", () => {
    const widths = [0, 8, 16, 20, 256, 272];
    const taken = widths.map((D) => forWidth(layerNormForwardQuads, D)?.overrides.FOURS ?? null);
    expect(taken).toEqual([null, null, 1, null, 16, null]);
  });

  test("cross-entropy", async () => {
    const axes = { L: 2, M: 21, V: 523, C: 3 };
    const logits = (i: number) => 8 * normal(i);
    const targets = (i: number) => (i % 7 === 6 ? IGNORED : scatteredWord(i) % 523);
    const next = { axes, scalars: { T: 7 }, inputs: { tokens: tokens(523) } };
    await expectAgreement(nextTokens, next, EXACT);
    await expectAgreement(logSumChunks, { axes, inputs: { logits } }, { absolute: 1e-5 });
    // the last chunk of 12 columns, of 8, of 4
    for (const V of [524, 264, 4]) {
      const fours = { ...axes, V, C: Math.ceil(V / 256) };
      await expectAgreement(
        logSumChunksFours,
        { axes: fours, inputs: { logits } },
        { absolute: 1e-5 },
      );
    }
    // one chunk is its own sum
    for (const C of [1, 3]) {
      const chunks = (i: number) => 20 + normal(i);
      const inputs = { logits, chunks, targets };
      await expectAgreement(
        crossEntropyForward,
        { axes: { ...axes, C }, inputs },
        { absolute: 1e-5 },
      );
    }
    const logSums = () => 30;
    const gradientLoss = (l: number) => 1 + l;
    const backward = {
      axes,
      scalars: { count: 18 },
      inputs: { targets, logSums, gradientLoss, logits },
    };
    // 10⁻⁷ of the largest exponent
    const close = { absolute: 1e-7, relative: 1e-5 };
    await expectAgreement(crossEntropyBackward, backward, close);
    const fours = { ...backward, axes: { ...axes, V: 524 } };
    await expectAgreement(crossEntropyBackwardFours, fours, close);
  });

  test("texts of a batch", async () => {
    for (const K of [1, 3]) {
      const axes = { L: 3, K, N: 11, B: 4, T: 5 };
      for (const first of [4, 8]) {
        const scalars = { first };
        await expectAgreement(takeTexts, { axes, scalars, inputs: { tokens: tokens(99) } }, EXACT);
        const place = { axes, scalars, inputs: { surprises: normal, out: another } };
        await expectAgreement(placeSurprises, place, EXACT);
      }
    }
  });
});
