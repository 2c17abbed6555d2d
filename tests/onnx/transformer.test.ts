import { expect, test } from "vitest";
import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { Graphs } from "../../src/compute/graph.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { decode, decodingKernels } from "../../src/decoding/decode.ts";
import type { StepModel } from "../../src/decoding/step-model.ts";
import { type Strategy, strategyOf } from "../../src/decoding/strategy.ts";
import { trace } from "../../src/kernels/decoding/trace.ts";
import { advance } from "../../src/kernels/training/advance.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { onnxTransformerSteps } from "../../src/onnx/transformer-steps.ts";
import { transformerStepKernels, transformerSteps } from "../../src/transformer/step.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";
import { type GoldenOpt, goldenFacts, goldenTensors } from "../support/golden.ts";
import { finished } from "../support/work.ts";

const golden = goldenFacts("opt") as GoldenOpt;
const { shape, newTokens: T, prompts } = golden;
const [N, S] = [prompts.length, prompts[0].length];
const weights = [...goldenTensors("opt")].filter(([name]) => name.startsWith("weights."));

await webgpu?.prepare([...decodingKernels, ...transformerStepKernels]);

/** L lineages, of which each but the first has noise on PyTorch's weights. */
function weightsFor(scope: Scope, L: number): Record<string, Tensor<"f32">> {
  return Object.fromEntries(
    weights.map(([key, { shape: own, values }]) => {
      const noisy = Float32Array.from({ length: L * values.length }, (_, i) => {
        const l = Math.floor(i / values.length);
        return values[i % values.length] + 0.3 * l * Math.sin(i);
      });
      return [key.replace("weights.", ""), scope.tensor(key, "f32", [L, ...own], noisy)];
    }),
  );
}

async function continued(
  backend: Backend,
  L: number,
  options: Readonly<Record<string, number>>,
  model: (weights: Record<string, Tensor<"f32">>) => StepModel,
): Promise<number[]> {
  using scope = backend.scope("test");
  const all = (value: number) => new Float64Array(L).fill(value);
  const strategy: Strategy = strategyOf(L, {
    kind: options["num_beams"] === undefined ? "greedy" : "beam",
    beams: options["num_beams"] ?? 1,
    noRepeatNgram: options["no_repeat_ngram_size"] ?? 0,
    repetitionPenalty: all(options["repetition_penalty"] ?? 1),
    lengthPenalty: all(options["length_penalty"] ?? 1),
  });
  const tokens = Uint32Array.from({ length: L * N * S }, (_, i) => prompts.flat()[i % (N * S)]);
  const space = { kind: "tokens", vocabulary: shape.vocabulary, length: T, start: 0 } as const;
  const texts = await finished(
    decode(contextFor(backend, scope, { lineages: L, space }), {
      model: model(weightsFor(scope, L)),
      texts: N,
      newTokens: T,
      prompts: scope.tensor("prompts", "u32", [L, N, S], tokens),
      strategy,
      unfinished: null,
    }),
  );
  return Array.from((await backend.read(texts))[0]);
}

async function withGraphs<R>(backend: Backend, body: (graphs: Graphs) => Promise<R>): Promise<R> {
  const graphs = onnxGraphs(backend, { preferred: true, provider: "wasm" });
  try {
    return await body(graphs);
  } finally {
    await graphs.close();
  }
}

test.each(Object.keys(golden.strategies))("PyTorch continues the same: %s", async (name) => {
  const tokens = await withGraphs(cpu, (graphs) =>
    continued(cpu, 1, golden.strategies[name], (own) => onnxTransformerSteps(shape, own, graphs)),
  );
  expect(tokens).toEqual(golden.continuations[name].flat());
});

test.each(["greedy", "beams"])("lineages keep to their own weights: %s", async (name) => {
  const options = golden.strategies[name];
  const byKernels = await continued(cpu, 3, options, (own) => transformerSteps(shape, own));
  const byGraphs = await withGraphs(cpu, (graphs) =>
    continued(cpu, 3, options, (own) => onnxTransformerSteps(shape, own, graphs)),
  );
  expect(byGraphs).toEqual(byKernels);
  expect(byGraphs.slice(0, N * T)).not.toEqual(byGraphs.slice(N * T, 2 * N * T));
});

test.skipIf(!webgpu)(
  "tensors on a GPU are fetched for the processor, and filled by it",
  async () => {
    const tokens = await withGraphs(webgpu!, (graphs) =>
      continued(webgpu!, 1, golden.strategies["beams"], (own) =>
        onnxTransformerSteps(shape, own, graphs),
      ),
    );
    expect(tokens).toEqual(golden.continuations["beams"].flat());
  },
);

test("logits are those of the kernels, token for token, as beams cross over", async () => {
  const byKernels = await logitsOf((own) => transformerSteps(shape, own));
  const byGraphs = await withGraphs(cpu, (graphs) =>
    logitsOf((own) => onnxTransformerSteps(shape, own, graphs)),
  );
  expect(byGraphs.length).toBe(T);
  for (const [t, logits] of byGraphs.entries()) {
    expectClose(logits, byKernels[t], { absolute: 2e-5 });
  }
});

/** By token: of two lineages, whose beams each go on from another one of their text every time. */
async function logitsOf(model: (own: Record<string, Tensor<"f32">>) => StepModel) {
  using scope = cpu.scope("test");
  const [L, K] = [2, 3];
  const R = N * K;
  const entries = Array.from({ length: L * T * R }, (_, i) => {
    const [t, r] = [Math.floor(i / R) % T, i % R];
    const text = Math.floor(r / K);
    return [(7 * i) % shape.vocabulary, t === 0 ? text : text * K + ((r + t) % K)];
  });
  const log = scope.tensor("log", "u32", [L, T, R, 2], Uint32Array.from(entries.flat()));
  const clock = scope.tensor("clock", "u32", [1], Uint32Array.of(1));
  const history = scope.zeros("history", "u32", [L, R, T]);
  const ancestors = scope.zeros("ancestors", "u32", [L, R, T]);
  const given = Uint32Array.from([...prompts.flat(), ...prompts.flat()]);
  const batch = { clock, log, history, ancestors, beams: K, newTokens: T };
  const space = { kind: "tokens", vocabulary: shape.vocabulary, length: T, start: 0 } as const;
  const steps = model(weightsFor(scope, L)).begin(
    contextFor(cpu, scope, { lineages: L, space }),
    scope,
    { ...batch, prompts: scope.tensor("prompts", "u32", [L, N, S], given) },
  );
  const logits: Float32Array[] = [...(await cpu.read(await steps.prefill()))];
  for (let t = 1; t < T; t++) {
    cpu.dispatch(trace, { clock, log, history, ancestors }, {});
    logits.push(...(await cpu.read(await steps.step())));
    cpu.dispatch(advance, { clock }, {});
  }
  return logits;
}
