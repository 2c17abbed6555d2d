import { describe, expect, test } from "vitest";
import {
  type ParameterSpec,
  parameterLayout,
  views,
  zeroChunks,
} from "../../src/training/parameters.ts";
import { recordStep } from "../../src/training/step.ts";
import { trainingKernels } from "../../src/training/trainer.ts";
import { transformerKernels, transformerLoss } from "../../src/transformer/forward.ts";
import { transformerParameters } from "../../src/transformer/shape.ts";
import { backends } from "../support/backends.ts";
import { type GoldenOpt, goldenFacts, goldenTensors } from "../support/golden.ts";

const { shape, adamw, batches, losses } = goldenFacts("opt") as GoldenOpt;
const tensors = goldenTensors("opt");

/** |a - b| / |b|. */
function distance(a: Float32Array, b: Float32Array): number {
  const norm = (x: Float32Array) => Math.sqrt(x.reduce((sum, value) => sum + value ** 2, 0));
  return norm(a.map((value, i) => value - b[i])) / norm(b);
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test("twenty steps of AdamW end at PyTorch's weights, in both of two lineages", async () => {
    await backend.prepare([...trainingKernels, ...transformerKernels]);
    using scope = backend.scope("test");
    const L = 2;
    const all = (value: number) => new Float64Array(L).fill(value);
    const initial = { kind: "constant", value: 0 } as const;
    const specs = transformerParameters(shape).map(({ name, shape: extents }): ParameterSpec => ({
      name,
      shape: extents,
      initial,
      decays: true,
    }));
    const layout = parameterLayout(specs, L, backend.adapter);
    const start = new Float32Array(L * layout.chunks[0]);
    for (const { spec, size, start: at } of layout.placed) {
      const { values } = tensors.get(`weights.${spec.name}`)!;
      for (let l = 0; l < L; l++) start.set(values, at + l * size);
    }
    const weights = [scope.tensor("weights", "f32", [L, layout.chunks[0]], start)];
    const memory = {
      first: zeroChunks(scope, layout, "first"),
      second: zeroChunks(scope, layout, "second"),
      clock: scope.zeros("clock", "u32", [1]),
      counters: scope.zeros("counters", "u32", [L, 3]),
      trace: scope.zeros("trace", "f32", [L, 32, 2]),
    };
    const rates = {
      learningRate: all(adamw.lr),
      weightDecay: all(adamw.weight_decay),
      clip: all(Infinity),
      warmUp: all(0),
      schedule: "constant",
      total: batches.length,
    } as const;
    const keys = scope.zeros("keys", "u32", [L, 2]);
    for (const rows of batches) {
      const [B, T] = [rows.length, rows[0].length];
      const tokens = Uint32Array.from(Array.from({ length: L }, () => rows.flat()).flat());
      const batch = scope.tensor("batch", "u32", [L, B, T], tokens);
      using program = recordStep(
        { backend, scope, keys, generation: 0 },
        {
          layout,
          weights,
          memory,
          rates,
          loss: (tape, parameters) => transformerLoss(tape, shape, parameters, batch),
          batch,
          fill: () => {},
        },
      );
      backend.replay(program);
      await backend.read(memory.clock);
    }

    const [trace] = await backend.read(memory.trace);
    for (const [step, loss] of losses.entries()) expect(trace[2 * step]).toBeCloseTo(loss, 4);
    const named = views(scope, layout, weights);
    const trained = await backend.read(...specs.map(({ name }) => named[name]));
    for (const [i, { name }] of specs.entries()) {
      const { values: expected } = tensors.get(`trained.${name}`)!;
      const own = trained[i].subarray(0, expected.length);
      expect(trained[i].subarray(expected.length)).toEqual(own);
      if (!name.endsWith("qkv.bias")) {
        expect(distance(own, expected), name).toBeLessThan(1e-4);
        continue;
      }
      // Keys shift all scores of a query alike, so their bias has no gradient but rounding.
      const D = shape.width;
      const without = (x: Float32Array) => Float32Array.of(...x.slice(0, D), ...x.slice(2 * D));
      expect(distance(without(own), without(expected)), name).toBeLessThan(1e-4);
      const shifts = own.slice(D, 2 * D).map((value, d) => Math.abs(value - expected[D + d]));
      expect(Math.max(...shifts)).toBeLessThan(20 * adamw.lr);
    }
  });
});
