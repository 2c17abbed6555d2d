import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { Tape } from "../../src/training/tape.ts";
import {
  transformerKernels,
  transformerLogits,
  transformerLoss,
} from "../../src/transformer/forward.ts";
import { transformerParameters } from "../../src/transformer/shape.ts";
import { transformerSurprise, transformerSurpriseKernels } from "../../src/transformer/surprise.ts";
import { backends, webgpu } from "../support/backends.ts";
import { type GoldenOpt, goldenFacts, goldenTensors } from "../support/golden.ts";

await webgpu?.prepare([...transformerKernels, ...transformerSurpriseKernels]);

const golden = goldenTensors("opt");
const { shape, batches, losses } = goldenFacts("opt") as GoldenOpt;
const names = transformerParameters(shape).map(({ name }) => name);
const [first] = batches;
const [B, T] = [first.length, first[0].length];

/** What is promised of everything in single precision, relative to the whole tensor. */
const TOLERANCE = 1e-4;

function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    norm += expected[i] ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** Two lineages: the golden weights, and the same with every number halved. */
function golden2(name: string): Float32Array<ArrayBuffer> {
  const { values } = golden.get(`weights.${name}`)!;
  return Float32Array.of(...values, ...values.map((value) => value / 2));
}

function prepared(backend: Backend, scope: ReturnType<Backend["scope"]>, forwardOnly = false) {
  const clock = scope.zeros("clock", "u32", [1]);
  const keys = scope.zeros("keys", "u32", [2, 2]);
  const lineage = { backend, scope, clock, keys, generation: 0, lineages: 2 };
  const tape = new Tape({ ...lineage, forwardOnly });
  const tokens = scope.tensor("tokens", "u32", [2, B, T], Uint32Array.from([first, first].flat(2)));
  const weights = Object.fromEntries(
    transformerParameters(shape).map(({ name, shape: own }) => [
      name,
      scope.tensor(name, "f32", [2, ...own], golden2(name)),
    ]),
  );
  return { tape, tokens, weights };
}

describe.each(backends)("on $adapter.backend, as in PyTorch", (backend) => {
  test("logits", async () => {
    using scope = backend.scope("test");
    const { tape, tokens, weights } = prepared(backend, scope);
    const parameters = Object.fromEntries(
      names.map((name) => [name, tape.constant(weights[name])]),
    );
    const { value } = transformerLogits(tape, shape, parameters, tokens);
    const logits = await backend.read(value);
    const expected = golden.get("logits")!.values;
    expect(distance(logits[0].subarray(0, expected.length), expected)).toBeLessThan(TOLERANCE);
  });

  test("loss and gradients", async () => {
    using scope = backend.scope("test");
    const { tape, tokens, weights } = prepared(backend, scope);
    // what was there before a step does not matter
    const gradients = Object.fromEntries(
      names.map((name) => {
        const content = golden2(name).fill(7);
        return [name, scope.tensor(name, "f32", weights[name].shape, content)];
      }),
    );
    let loss: ReturnType<typeof transformerLoss> | null = null;
    using program = backend.record("step", () => {
      const parameters = Object.fromEntries(
        names.map((name) => [name, tape.parameter(weights[name], gradients[name])]),
      );
      loss = transformerLoss(tape, shape, parameters, tokens);
      tape.backward(loss);
    });
    backend.replay(program, 2);
    const [lost, ...arrays] = await backend.read(
      loss!.value,
      ...names.map((name) => gradients[name]),
    );
    expect(Math.abs(lost[0] / losses[0] - 1)).toBeLessThan(1e-5);
    for (const [i, name] of names.entries()) {
      const expected = golden.get(`gradients.${name}`)!.values;
      const actual = arrays[i].subarray(0, expected.length);
      const size = shape.width;
      if (name.endsWith("qkv.bias")) {
        // The gradient of a key bias is zero but for rounding: it shifts all scores alike.
        expect(Math.max(...actual.subarray(size, 2 * size).map(Math.abs)), name).toBeLessThan(1e-5);
      }
      expect(distance(actual, expected), name).toBeLessThan(TOLERANCE);
      const other = arrays[i].subarray(expected.length);
      expect(distance(other, expected), `${name} of a lineage with other weights`).toBeGreaterThan(
        0.01,
      );
    }
  });

  test("the surprise at each token, however many texts go at once", async () => {
    using scope = backend.scope("test");
    const { tape, tokens, weights } = prepared(backend, scope);
    const { keys } = tape;
    const { signal } = new AbortController();
    const context = { backend, scope, keys, lineages: 2, signal };
    const shared = scope.tensor("texts", "u32", [1, B, T], Uint32Array.from(first.flat()));
    const all = await transformerSurprise(context, shape, weights, tokens);
    const few = await transformerSurprise(context, shape, weights, shared, { textsAtOnce: 2 });
    const [a, b] = await backend.read(all, few);
    expect(a).toEqual(b);
    const sum = a.subarray(0, B * T).reduce((total, value) => total + value, 0);
    expect(Math.abs(sum / (B * (T - 1)) / losses[0] - 1)).toBeLessThan(1e-5);
    expect(Array.from({ length: 2 * B }, (_, n) => a[n * T])).toEqual(Array(2 * B).fill(0));
  });
});
