import { describe, expect, test, vi } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { repeatingScope } from "../../src/compute/repeating-scope.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { perLineage } from "../../src/config.ts";
import type { Progress } from "../../src/families/family.ts";
import { transformer } from "../../src/families/transformer.ts";
import { dropoutBackward } from "../../src/kernels/layers/dropout-backward.ts";
import { dropoutForward } from "../../src/kernels/layers/dropout-forward.ts";
import { partClock } from "../../src/kernels/training/part-clock.ts";
import { type Parameters, type SampleSpace, tensorsIn } from "../../src/samples.ts";
import { trainingKernels } from "../../src/training/trainer.ts";
import { transformerKernels } from "../../src/transformer/forward.ts";
import { scatteredWord } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor } from "../support/contexts.ts";

const [L, N, T, V] = [2, 11, 5, 13];

function defaultsOf(settings: Readonly<Record<string, object>>) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const { default: value, off } = setting as { default: unknown; off?: number };
      return [name, value ?? off ?? null];
    }),
  );
}

/** The weights after a few epochs of a tiny transformer, and how its loss went. */
async function trained(backend: Backend, gradientAccumulation: number, dropout = 0) {
  using scope = backend.scope("test");
  await backend.prepare([...trainingKernels, ...transformerKernels]);
  const space: SampleSpace = { kind: "tokens", vocabulary: V, length: T, start: 0 };
  const context = contextFor(backend, scope, { lineages: L, space });
  const tokens = Uint32Array.from({ length: L * N * T }, (_, i) => scatteredWord(i) % V);
  const values = scope.tensor("values", "u32", [L, N, T], tokens);
  const pool = [{ values, rows: N, birth: 0, frame: null }];
  const told = { width: 8, heads: 2, layers: 1, batch: 6, epochs: 3, dropout };
  const config = { ...defaultsOf(transformer.settings), ...told, gradientAccumulation };
  const settings = perLineage(transformer.settings, config, L) as never;
  const running = transformer.fit(context, pool, settings, BEGINNING) as AsyncGenerator<
    Progress,
    Parameters
  >;
  const losses: number[] = [];
  for (;;) {
    const { done, value } = await running.next();
    if (done !== true) {
      losses.push(...value.traces!["loss"].map(([, loss]) => loss));
      continue;
    }
    const arrays = await backend.read(...(tensorsIn(value) as Tensor<"f32">[]));
    return { weights: arrays.flatMap((array) => Array.from(array)), losses };
  }
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a batch in parts gives the same step as the whole", async () => {
    const { weights: whole, losses } = await trained(backend, 1);
    const { weights: inParts, losses: ofParts } = await trained(backend, 3);
    expect(losses).toHaveLength(6);
    expectClose(ofParts, losses, { relative: 1e-5 });
    expect(inParts).not.toEqual(whole);
    // Sums in another order: Adam divides rounding by rounding where a gradient is nearly zero.
    const off = inParts.map((value, i) => (value - whole[i]) ** 2).reduce((a, b) => a + b);
    const all = whole.map((value) => value ** 2).reduce((a, b) => a + b);
    expect(Math.sqrt(off / all)).toBeLessThan(2e-4);
  });

  test("the clock of a part counts parts", async () => {
    using scope = backend.scope("test");
    await backend.prepare([partClock]);
    const clock = scope.tensor("clock", "u32", [1], Uint32Array.of(7));
    const own = scope.tensor("own", "u32", [1]);
    backend.dispatch(partClock, { clock, own }, { parts: 4, part: 3 });
    expect([...(await backend.read(own))[0]]).toEqual([31]);
  });
});

test("only a batch that can be shared out evenly is done in parts", () => {
  const config = { ...defaultsOf(transformer.settings), batch: 10, gradientAccumulation: 4 };
  expect(transformer.refuses!(config as never, N)).toEqual({
    setting: "gradientAccumulation",
    reason: "a batch of 10 cannot be done in 4 equal parts",
  });
  expect(transformer.refuses!({ ...config, gradientAccumulation: 5 } as never, N)).toBeNull();
});

test("parts lose numbers of their own to dropout", async () => {
  const dispatch = vi.spyOn(cpu, "dispatch");
  const { weights } = await trained(cpu, 3, 0.2);
  expect(weights.every(Number.isFinite)).toBe(true);
  const given = (kernel: object, name: string) =>
    dispatch.mock.calls
      .filter(([dispatched]) => dispatched === kernel)
      .map(([, tensors]) => (tensors as Record<string, Tensor>)[name]);
  const [own] = given(partClock, "own");
  for (const kernel of [dropoutForward, dropoutBackward]) {
    expect(new Set(given(kernel, "clock"))).toEqual(new Set([own]));
  }
  dispatch.mockRestore();
});

test("parts need less memory than the whole", async () => {
  const peakOf = async (gradientAccumulation: number) => {
    const { CpuBackend } = await import("../../src/compute/cpu-backend.ts");
    const backend = new CpuBackend();
    await trained(backend, gradientAccumulation);
    return backend.peakBytes;
  };
  expect(await peakOf(3)).toBeLessThan(0.9 * (await peakOf(1)));
});

test("a scope that repeats gives the same tensors in the same order, and notices another", () => {
  using inner = cpu.scope("test");
  const repeating = repeatingScope(inner);
  const ask = () => [
    repeating.scope.tensor("a", "f32", [2, 3]),
    repeating.scope.zeros("b", "u32", [4]),
  ];
  const [first, second] = ask();
  repeating.repeat();
  expect(ask()).toEqual([first, second]);
  expect(ask()[0]).not.toBe(first);
  repeating.repeat();
  expect(() => repeating.scope.tensor("b", "f32", [2, 3])).toThrow('"b" comes where');
  expect(() => repeating.scope.tensor("b", "u32", [5])).toThrow('"b" comes where');
});
