import type { Scope } from "../compute/backend.ts";
import type { Graph, Graphs, NamedTensors } from "../compute/graph.ts";
import { BYTES_PER_ELEMENT, type Tensor } from "../compute/tensor.ts";
import type { Batch, StepModel, Steps, TextSize } from "../decoding/step-model.ts";
import { type TransformerShape, transformerParameters } from "../transformer/shape.ts";
import { type TransformerWeights, transformerWork } from "../transformer/step.ts";
import {
  type GenerationSize,
  cacheNames,
  transformerPromptGraph,
  transformerStepGraph,
} from "./transformer-graph.ts";

/**
 * A transformer that continues texts by ONNX graphs, with keys and values of all tokens so far kept.
 * Without `graphs` it only makes its tensors, as a dry run does.
 */
export function onnxTransformerSteps(
  shape: TransformerShape,
  weights: TransformerWeights,
  graphs: Graphs | null,
): StepModel {
  return {
    vocabulary: shape.vocabulary,
    context: shape.context,
    bytesOf: (size) => bytesOf(shape, size),
    workOf: (size) => transformerWork(shape, size),
    begin(context, scope, batch) {
      const model = { shape, weights, graphs };
      if (!context.dry) return new OnnxSteps(model, scope, batch);
      workspace(scope, shape, batch);
      return new OnnxSteps(model, scope, batch, Math.max(0, batch.newTokens - 2));
    },
  };
}

interface Model {
  readonly shape: TransformerShape;
  readonly weights: TransformerWeights;
  readonly graphs: Graphs | null;
}

type Places = readonly [Tensor<"f32">, Tensor<"f32">];

/** Texts under way: all that the graphs remember of them from token to token. */
class OnnxSteps implements Extract<Steps, { kind: "awaited" }> {
  readonly kind = "awaited";
  readonly #model: Model;
  readonly #scope: Scope;
  readonly #near: Scope;
  readonly #batch: Batch;
  readonly #size: GenerationSize;
  readonly #logits: Tensor<"f32">;
  /** Keys and values of the prompts, and the head. */
  readonly #fixed: Readonly<Record<string, Tensor<"f32">>>;
  /** By layer. Two places each: a step goes from one to the other. */
  readonly #caches: readonly { readonly keys: Places; readonly values: Places }[];
  #ready: { readonly weights: NamedTensors; readonly step: Graph } | null = null;
  /** Tokens that have been through a step. */
  #done: number;

  constructor(model: Model, scope: Scope, batch: Batch, done = 0) {
    const { shape, graphs } = model;
    const [L, N, S] = batch.prompts.shape;
    const { beams: K, newTokens: T } = batch;
    const { vocabulary: V, width: D, layers, heads: H } = shape;
    const W = D / H;
    [this.#model, this.#scope, this.#batch, this.#done] = [model, scope, batch, done];
    this.#near = graphs?.near(scope) ?? scope;
    this.#size = { lineages: L, texts: N, beams: K, prompt: S, newTokens: T };
    this.#logits = scope.tensor("logits", "f32", [L, N * K, V]);
    const fixed: Record<string, Tensor<"f32">> = {
      head: this.#near.tensor("head", "f32", [L, D, V]),
    };
    for (let i = 0; i < layers; i++) {
      const { promptKeys, promptValues } = cacheNames(i);
      fixed[promptKeys] = this.#near.tensor(promptKeys, "f32", [L, N, H, W, S]);
      fixed[promptValues] = this.#near.tensor(promptValues, "f32", [L, N, H, S, W]);
    }
    this.#fixed = fixed;
    const place = () => this.#near.tensor("cache", "f32", [L, N * H * K, T - 1, W]);
    const places = (): Places => [place(), place()];
    this.#caches = Array.from({ length: layers }, () => ({ keys: places(), values: places() }));
  }

  async prefill(): Promise<Tensor<"f32">> {
    const { shape, weights, graphs } = this.#model;
    const { lineages: L, texts: N } = this.#size;
    const logits = this.#scope.tensor("prompt logits", "f32", [L, N, shape.vocabulary]);
    if (graphs === null) return logits;
    const names = transformerParameters(shape).map(({ name }) => [name, weights[name]] as const);
    const own = await graphs.own(this.#near, Object.fromEntries(names));
    const prompt = await graphs.open(transformerPromptGraph(shape, this.#size));
    const step = await graphs.open(transformerStepGraph(shape, this.#size));
    this.#ready = { weights: own, step };
    await prompt.run({ ...own, prompts: this.#batch.prompts }, { ...this.#fixed, logits });
    return logits;
  }

  async step(): Promise<Tensor<"f32">> {
    const logits = this.#logits;
    if (this.#ready === null) return logits;
    const { weights, step } = this.#ready;
    const { clock, log } = this.#batch;
    const t = this.#done++;
    const inputs: Record<string, Tensor> = { ...weights, ...this.#fixed, clock, log };
    const outputs: Record<string, Tensor> = { logits };
    for (const [i, { keys, values }] of this.#caches.entries()) {
      const names = cacheNames(i);
      inputs[names.keys] = this.#first(keys[t % 2], t);
      inputs[names.values] = this.#first(values[t % 2], t);
      outputs[names.nextKeys] = this.#first(keys[(t + 1) % 2], t + 1);
      outputs[names.nextValues] = this.#first(values[(t + 1) % 2], t + 1);
    }
    await step.run(inputs, outputs);
    return logits;
  }

  /** So many tokens of a cache, as the graphs have them: one row after the other, without gaps. */
  #first(cache: Tensor<"f32">, tokens: number): Tensor<"f32"> {
    const [L, rows, , W] = cache.shape;
    return this.#near.view("cache", cache, [L * rows, tokens, W]);
  }
}

/** Of one text: what stays while it is generated, and what a graph is working on besides at the most. */
function bytesOf(shape: TransformerShape, { prompt: S, newTokens: T, beams: K }: TextSize) {
  const { vocabulary: V, width: D, heads: H, inner, layers } = shape;
  const kept = layers * (2 * S * D + 4 * K * (T - 1) * D) + V + K * V;
  const stepping = K * (10 * D + 2 * inner + 4 * H * (S + T) + 2 * T * D);
  const reading = S * (10 * D + 2 * inner) + 3 * H * S * S;
  const largest = Math.max(H * S * S, S * inner, S * 3 * D, K * V, K * T * D, K * H * (S + T));
  const working = Math.max(stepping, reading);
  return {
    total: BYTES_PER_ELEMENT * (kept + working),
    largest: BYTES_PER_ELEMENT * largest,
    working: BYTES_PER_ELEMENT * working,
  };
}

/** What a graph has at once besides its inputs and outputs, in tensors that it may have. */
function workspace(scope: Scope, shape: TransformerShape, { prompts, beams, newTokens }: Batch) {
  const [L, N, prompt] = prompts.shape;
  const { working, largest } = bytesOf(shape, { prompt, beams, newTokens });
  for (let bytes = working; bytes > 0; bytes -= largest) {
    scope.tensor("workspace", "f32", [L, (N * Math.min(bytes, largest)) / BYTES_PER_ELEMENT]);
  }
}
