import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { elementCount } from "../../src/compute/tensor.ts";
import { Tape } from "../../src/training/tape.ts";
import { transformerKernels, transformerLoss } from "../../src/transformer/forward.ts";
import { transformerParameters } from "../../src/transformer/shape.ts";
import { scatteredNormal, scatteredWord } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";

await webgpu?.prepare(transformerKernels);

/** Heads 5 wide, and a vocabulary of more than one chunk of columns. */
const shape = { vocabulary: 301, context: 9, width: 15, layers: 1, heads: 3, inner: 7 };
const [L, B, T] = [2, 3, 7];

type Weights = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

/** As OPT begins: normal weights of deviation 0.02, no biases, scales of one. */
const initial: Weights = Object.fromEntries(
  transformerParameters(shape).map(({ name, shape: own, role }, p) => {
    const content = {
      scale: () => 1,
      bias: () => 0,
      weight: (i: number) => 0.02 * scatteredNormal(i),
    };
    const values = Float32Array.from({ length: L * elementCount(own) }, (_, i) =>
      content[role](i + 4000 * p),
    );
    return [name, values];
  }),
);

async function step(backend: Backend, weights: Weights, rates: readonly number[] | null = null) {
  using scope = backend.scope("test");
  const clock = scope.zeros("clock", "u32", [1]);
  const keys = scope.tensor("keys", "u32", [L, 2], Uint32Array.of(7, 0, 7, 1));
  const tape = new Tape({ backend, scope, clock, keys, generation: 0, lineages: L });
  const ids = Uint32Array.from({ length: L * B * T }, (_, i) => scatteredWord(i % (B * T)) % 301);
  const tokens = scope.tensor("tokens", "u32", [L, B, T], ids);
  const parameters = transformerParameters(shape).map(({ name, shape: own }) => ({
    name,
    value: scope.tensor(name, "f32", [L, ...own], weights[name]),
    gradient: scope.zeros(name, "f32", [L, ...own]),
  }));
  const variables = Object.fromEntries(
    parameters.map(({ name, value, gradient }) => [name, tape.parameter(value, gradient)]),
  );
  const dropout =
    rates === null ? null : scope.tensor("rates", "f32", [L], Float32Array.from(rates));
  const loss = transformerLoss(tape, shape, variables, tokens, { dropout });
  tape.backward(loss);
  const [losses, ...gradients] = await backend.read(
    loss.value,
    ...parameters.map(({ gradient }) => gradient),
  );
  return {
    losses,
    gradients: Object.fromEntries(parameters.map(({ name }, i) => [name, gradients[i]])),
  };
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test("an untrained model is surprised by ln V", async () => {
    const { losses } = await step(backend, initial);
    // Logits of deviation 0.02 √15 add half their variance, and a mean over 18 tokens.
    for (const loss of losses) expect(Math.abs(loss - Math.log(301))).toBeLessThan(0.08);
  });

  test("the loss falls along the gradient by its length", async () => {
    // large enough for every layer to matter
    const weights = Object.fromEntries(
      Object.entries(initial).map(([name, values], p) => [
        name,
        values.map((value, i) => 10 * value + 0.1 * scatteredNormal(i + 500 * p)),
      ]),
    );
    const { gradients } = await step(backend, weights);
    const parts = Object.entries(gradients);
    const squares = Array<number>(L).fill(0);
    for (const [, values] of parts) {
      for (const [i, value] of values.entries()) {
        squares[Math.floor((i * L) / values.length)] += value * value;
      }
    }
    const lengths = squares.map(Math.sqrt);
    const moved = (by: number) =>
      Object.fromEntries(
        parts.map(([name, values]) => [
          name,
          weights[name].map((value, i) => {
            const l = Math.floor((i * L) / values.length);
            return value + (by * values[i]) / lengths[l];
          }),
        ]),
      );
    const distance = 0.001;
    const above = await step(backend, moved(distance));
    const below = await step(backend, moved(-distance));
    for (const [l, length] of lengths.entries()) {
      const slope = (above.losses[l] - below.losses[l]) / (2 * distance);
      // What curves is down to 0.2 % at this distance, ten times less at a third of it.
      expect(Math.abs(slope / length - 1), `lineage ${l}`).toBeLessThan(5e-3);
    }
  });

  test("dropout of nothing is no dropout, lineage by lineage", async () => {
    const without = await step(backend, initial);
    const { losses } = await step(backend, initial, [0, 0.5]);
    expect(Math.abs(losses[0] - without.losses[0])).toBeLessThan(1e-5);
    expect(Math.abs(losses[1] - without.losses[1])).toBeGreaterThan(1e-5);
  });
});

test("texts that cannot be learned from", () => {
  using scope = cpu.scope("test");
  const clock = scope.zeros("clock", "u32", [1]);
  const keys = scope.zeros("keys", "u32", [L, 2]);
  const tape = new Tape({ backend: cpu, scope, clock, keys, generation: 0, lineages: L });
  const variables = Object.fromEntries(
    transformerParameters(shape).map(({ name, shape: own }) => [
      name,
      tape.constant(scope.zeros(name, "f32", [L, ...own])),
    ]),
  );
  const lossOf = (length: number) =>
    transformerLoss(tape, shape, variables, scope.zeros("tokens", "u32", [L, B, length]));
  expect(() => lossOf(1)).toThrow("leaves nothing to predict");
  expect(() => lossOf(10)).toThrow("texts of 10 tokens in a context of 9");
});
