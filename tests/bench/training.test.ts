import { expect, test } from "vitest";
import { peerTransformer } from "../../src/bench/peer-transformer.ts";
import { operationsPerToken, textsOf, training } from "../../src/bench/training.ts";
import type { TrainingCase } from "../../src/bench/training-cases.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

const shape = { vocabulary: 19, context: 7, width: 12, layers: 2, heads: 3, inner: 20 };
const small: TrainingCase = {
  id: "small",
  title: "small",
  program: "training",
  shape,
  lineages: 1,
  batch: 5,
  steps: 4,
  runsPerReading: 1,
};

test.each(backends)("steps learn what they are shown, on $adapter.backend", async (backend) => {
  const program = training(backend, small);
  expect(await program.losses()).toEqual([]);
  const { value, expected, standardError } = await program.run();
  expect(Math.abs(value - expected)).toBeLessThan(4 * standardError);
  // What is found is always of the first step, however many there were.
  expect((await program.run()).value).toBe(value);
  const losses = await program.losses();
  expect(losses).toHaveLength(8);
  expect(losses[0]).toBe(value);
  for (const [i, loss] of losses.slice(1).entries()) expect(loss).toBeLessThan(losses[i]);
});

test("lineages beside it change nothing", async () => {
  const [one, three] = [1, 3].map((lineages) => training(cpu, { ...small, lineages }));
  await one.run();
  await three.run();
  expect(await three.losses()).toEqual(await one.losses());
  expect(three.work).toBe(3 * one.work);
});

test("jax-js does the same work", async () => {
  const ours = training(cpu, small);
  const { program: theirs, adapter } = await peerTransformer(small, "wasm");
  expect(adapter).toBeNull();
  for (const program of [ours, theirs]) {
    await program.run();
    await program.run();
    expect(program.work).toBe(4 * 5 * 7);
  }
  const expected = Float32Array.from(await ours.losses());
  expectClose(Float32Array.from(await theirs.losses()), expected, { absolute: 1e-5 });
});

test("operations are those of products and attention, and twice as many for gradients", () => {
  const [T, D, V, inner] = [7, 12, 19, 20];
  const seen = Array.from({ length: T }, (_, t) => t + 1).reduce((sum, count) => sum + count, 0);
  const products = 2 * T * (2 * (D * 3 * D + D * D + 2 * D * inner) + D * V);
  const attention = 2 * 2 * (seen * D + seen * D);
  expect(T * operationsPerToken(shape)).toBeCloseTo(3 * (products + attention), 9);
});

test("texts are of all tokens, and of their own in each lineage", () => {
  const texts = textsOf(shape, 30, 2);
  expect(new Set(texts).size).toBe(shape.vocabulary);
  const half = texts.length / 2;
  expect(texts.slice(0, half)).not.toEqual(texts.slice(half));
  expect(texts.slice(0, half)).toEqual(textsOf(shape, 30, 1));
});
