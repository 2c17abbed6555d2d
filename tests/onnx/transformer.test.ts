import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { Graphs } from "../../src/compute/graph.ts";
import { decodingKernels } from "../../src/decoding/decode.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { onnxTransformerSteps } from "../../src/onnx/transformer-steps.ts";
import { transformerStepKernels, transformerSteps } from "../../src/transformer/step.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { golden, goldenModel } from "../support/golden-model.ts";
import { type Steps, continued, logitsOf } from "../support/opt-model.ts";

const { shape, strategies, continuations } = golden;

await webgpu?.prepare([...decodingKernels, ...transformerStepKernels]);

const byKernels: Steps = (weights) => transformerSteps(shape, weights);

async function byGraphs<R>(backend: Backend, body: (steps: Steps) => Promise<R>): Promise<R> {
  const graphs: Graphs = onnxGraphs(backend, { preferred: true, provider: "wasm" });
  try {
    return await body((weights) => onnxTransformerSteps(shape, weights, graphs));
  } finally {
    await graphs.close();
  }
}

test.each(Object.keys(strategies))("PyTorch continues the same: %s", async (name) => {
  const tokens = await byGraphs(cpu, (steps) =>
    continued(goldenModel, cpu, 1, strategies[name], steps),
  );
  expect(tokens).toEqual(continuations[name].flat());
});

test.each(["greedy", "beams"])("lineages keep to their own weights: %s", async (name) => {
  const own = (steps: Steps) => continued(goldenModel, cpu, 3, strategies[name], steps);
  const tokens = await byGraphs(cpu, own);
  expect(tokens).toEqual(await own(byKernels));
  const each = tokens.length / 3;
  expect(tokens.slice(0, each)).not.toEqual(tokens.slice(each, 2 * each));
});

test.skipIf(!webgpu)("tensors on a GPU are fetched, and filled, by the processor", async () => {
  const tokens = await byGraphs(webgpu!, (steps) =>
    continued(goldenModel, webgpu!, 1, strategies["beams"], steps),
  );
  expect(tokens).toEqual(continuations["beams"].flat());
});

test("logits are those of the kernels, token for token, as beams cross over", async () => {
  const expected = await logitsOf(goldenModel, cpu, byKernels);
  const logits = await byGraphs(cpu, (steps) => logitsOf(goldenModel, cpu, steps));
  expect(logits.length).toBe(golden.newTokens);
  for (const [t, found] of logits.entries()) expectClose(found, expected[t], { absolute: 2e-5 });
});
