import { expect, test } from "vitest";
import { attentionBackwardKeys } from "../../src/kernels/layers/attention-backward-keys.ts";
import { attentionBackwardQueries } from "../../src/kernels/layers/attention-backward-queries.ts";
import { attentionForward } from "../../src/kernels/layers/attention-forward.ts";
import { crossEntropyBackward } from "../../src/kernels/layers/cross-entropy-backward.ts";
import { crossEntropyForward } from "../../src/kernels/layers/cross-entropy-forward.ts";
import { dropoutBackward } from "../../src/kernels/layers/dropout-backward.ts";
import { dropoutForward } from "../../src/kernels/layers/dropout-forward.ts";
import { embeddingBackward } from "../../src/kernels/layers/embedding-backward.ts";
import { embeddingForward } from "../../src/kernels/layers/embedding-forward.ts";
import { geluBackward } from "../../src/kernels/layers/gelu-backward.ts";
import { geluForward } from "../../src/kernels/layers/gelu-forward.ts";
import { layerNormBackward } from "../../src/kernels/layers/layer-norm-backward.ts";
import { layerNormForward } from "../../src/kernels/layers/layer-norm-forward.ts";
import { layerNormPartials } from "../../src/kernels/layers/layer-norm-partials.ts";
import { logSumChunks } from "../../src/kernels/layers/log-sum-chunks.ts";
import { IGNORED } from "../../src/kernels/layers/next-tokens.ts";
import { positionsBackward } from "../../src/kernels/layers/positions-backward.ts";
import { reluBackward } from "../../src/kernels/layers/relu-backward.ts";
import { reluForward } from "../../src/kernels/layers/relu-forward.ts";
import { sumPartials } from "../../src/kernels/layers/sum-partials.ts";
import { expectClose } from "../support/close.ts";
import { dot, normals, runReference, slopesOf } from "../support/slopes.ts";

// Central differences in double precision are right to about 10⁻⁸ of the largest third derivative.
const CLOSE = { absolute: 1e-6, relative: 1e-6 };

// Every loss here is the sum of the outputs, weighted by `up`: their gradient.

test("relu", () => {
  const N = 41;
  const [x, up] = [normals(N), normals(N, 1)];
  const forward = () => {
    const out = x.slice();
    runReference(reluForward, { x: out }, {}, { N });
    return out;
  };
  const gradient = up.slice();
  runReference(reluBackward, { out: forward(), gradient }, {}, { N });
  expectClose(
    gradient,
    slopesOf(() => dot(forward(), up), x),
    CLOSE,
  );
});

test("gelu, added to what is there", () => {
  const N = 41;
  const [x, up] = [normals(N).map((value) => 2 * value), normals(N, 1)];
  const forward = () => {
    const out = new Float64Array(N);
    runReference(geluForward, { x, out }, {}, { N });
    return out;
  };
  const gradient = new Float64Array(N).fill(3);
  runReference(geluBackward, { x, gradientOut: up, gradient }, { accumulate: 1 }, { N });
  const expected = slopesOf(() => dot(forward(), up), x).map((value) => value + 3);
  expectClose(gradient, expected, CLOSE);
});

test("dropout", () => {
  const [L, E] = [2, 23];
  const [x, residual, up] = [normals(L * E), normals(L * E, 1), normals(L * E, 2)];
  const random = {
    keys: Uint32Array.of(7, 0, 7, 1),
    clock: Uint32Array.of(5),
    rate: Float64Array.of(0.3, 0.6),
  };
  const scalars = { stream: 6, generation: 2, place: 1 };
  const forward = () => {
    const out = new Float64Array(L * E);
    runReference(dropoutForward, { ...random, x, residual, out }, scalars, { L, E });
    return out;
  };
  const gradient = new Float64Array(L * E).fill(NaN);
  const backward = { ...random, gradientOut: up, gradient };
  runReference(dropoutBackward, backward, { ...scalars, accumulate: 0 }, { L, E });
  expectClose(
    gradient,
    slopesOf(() => dot(forward(), up), x),
    CLOSE,
  );
  expectClose(
    up,
    slopesOf(() => dot(forward(), up), residual),
    CLOSE,
  );
  expect(gradient.filter((value) => value === 0).length).toBeGreaterThan(10);
});

test("embedding: its table and its positions", () => {
  const [L, M, V, P, D, T, offset] = [2, 10, 6, 8, 3, 5, 2];
  const tokens = Uint32Array.from({ length: L * M }, (_, i) => (i * i + i) % 5);
  const [table, positions, up] = [normals(L * V * D), normals(L * P * D, 1), normals(L * M * D, 2)];
  const axes = { L, M, V, P, D };
  const loss = () => {
    const out = new Float64Array(L * M * D);
    runReference(embeddingForward, { tokens, table, positions, out }, { T, offset }, axes);
    return dot(out, up);
  };
  const toTable = new Float64Array(L * V * D).fill(1);
  runReference(embeddingBackward, { tokens, gradientOut: up, table: toTable }, {}, axes);
  expectClose(
    toTable,
    slopesOf(loss, table).map((value) => value + 1),
    CLOSE,
  );
  const toPositions = new Float64Array(L * P * D).fill(NaN);
  const scalars = { T, offset, accumulate: 0 };
  runReference(positionsBackward, { gradientOut: up, positions: toPositions }, scalars, axes);
  expectClose(toPositions, slopesOf(loss, positions), CLOSE);
});

test("layer norm: its input, scale and bias", () => {
  const [L, M, D, C] = [2, 37, 5, 2];
  const [x, up] = [normals(L * M * D), normals(L * M * D, 1)];
  const [scale, bias] = [normals(L * D, 2), normals(L * D, 3)];
  const axes = { L, M, D, C };
  const out = new Float64Array(L * M * D);
  const statistics = new Float64Array(L * M * 2);
  const forward = () => {
    runReference(layerNormForward, { x, scale, bias, out, statistics }, { epsilon: 1e-2 }, axes);
    return dot(out, up);
  };
  const expected = [x, scale, bias].map((array) => slopesOf(forward, array));
  forward();
  const toX = new Float64Array(L * M * D).fill(NaN);
  const read = { x, statistics, gradientOut: up };
  runReference(layerNormBackward, { ...read, scale, gradient: toX }, { accumulate: 0 }, axes);
  expectClose(toX, expected[0], CLOSE);
  const [scalePartials, biasPartials] = [new Float64Array(L * C * D), new Float64Array(L * C * D)];
  runReference(layerNormPartials, { ...read, scalePartials, biasPartials }, {}, axes);
  for (const [partials, wanted] of [
    [scalePartials, expected[1]],
    [biasPartials, expected[2]],
  ]) {
    const sums = new Float64Array(L * D).fill(2);
    runReference(sumPartials, { partials, out: sums }, { factor: 1, accumulate: 1 }, axes);
    expectClose(
      sums.map((value) => value - 2),
      wanted,
      CLOSE,
    );
  }
});

test("causal attention", () => {
  const [L, B, T, H, D, E] = [2, 2, 5, 2, 6, 18];
  const [qkv, up] = [normals(L * B * T * E), normals(L * B * T * D, 1)];
  const axes = { L, B, T, H, D, E };
  const out = new Float64Array(L * B * T * D);
  const logSums = new Float64Array(L * B * H * T);
  const loss = () => {
    runReference(attentionForward, { qkv, out, logSums }, {}, axes);
    return dot(out, up);
  };
  const expected = slopesOf(loss, qkv);
  loss();
  const deltas = new Float64Array(L * B * H * T);
  const gradient = new Float64Array(L * B * T * E).fill(4);
  const read = { qkv, gradientOut: up, logSums, deltas, gradient };
  runReference(attentionBackwardQueries, { ...read, out }, { accumulate: 1 }, axes);
  runReference(attentionBackwardKeys, read, { accumulate: 1 }, axes);
  expectClose(
    gradient.map((value) => value - 4),
    expected,
    CLOSE,
  );
});

test("softmax cross-entropy over more columns than one chunk", () => {
  const [L, M, V, C] = [2, 3, 300, 2];
  const count = 2;
  const logits = normals(L * M * V).map((value) => 3 * value);
  const targets = Uint32Array.of(1, 299, IGNORED, 0, IGNORED, 256);
  const up = normals(L, 1);
  const axes = { L, M, V, C };
  const chunks = new Float64Array(L * M * C);
  const logSums = new Float64Array(L * M);
  const surprises = new Float64Array(L * M);
  const loss = () => {
    runReference(logSumChunks, { logits, chunks }, {}, axes);
    runReference(crossEntropyForward, { logits, chunks, targets, logSums, surprises }, {}, axes);
    return surprises.reduce((sum, value, i) => sum + (up[Math.floor(i / M)] * value) / count, 0);
  };
  const expected = slopesOf(loss, logits);
  loss();
  runReference(
    crossEntropyBackward,
    { targets, logSums, gradientLoss: up, logits },
    { count },
    axes,
  );
  expectClose(logits, expected, CLOSE);
});
