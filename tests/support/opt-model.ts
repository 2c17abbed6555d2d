import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { decode } from "../../src/decoding/decode.ts";
import type { StepModel } from "../../src/decoding/step-model.ts";
import { type Strategy, strategyOf } from "../../src/decoding/strategy.ts";
import { trace } from "../../src/kernels/decoding/trace.ts";
import { advance } from "../../src/kernels/training/advance.ts";
import type { TransformerShape } from "../../src/transformer/shape.ts";
import { contextFor, resultOf } from "./contexts.ts";

/** What of a reference file a generation needs, as plain data. */
export interface OptModel {
  readonly shape: TransformerShape;
  readonly newTokens: number;
  /** [N, S]. */
  readonly prompts: readonly (readonly number[])[];
  /** Of one lineage, by the names of the transformer's parameters. */
  readonly weights: readonly (readonly [
    name: string,
    shape: readonly number[],
    values: ArrayLike<number>,
  ])[];
}

/** Makes what continues texts out of weights. */
export type Steps = (weights: Record<string, Tensor<"f32">>) => StepModel;

/** L lineages, of which each but the first has noise on the weights. */
function weightsFor({ weights }: OptModel, scope: Scope, L: number): Record<string, Tensor<"f32">> {
  return Object.fromEntries(
    weights.map(([name, shape, values]) => {
      const noisy = Float32Array.from({ length: L * values.length }, (_, i) => {
        const l = Math.floor(i / values.length);
        return values[i % values.length] + 0.3 * l * Math.sin(i);
      });
      return [name, scope.tensor(name, "f32", [L, ...shape], noisy)];
    }),
  );
}

/** The strategy that Hugging Face's words describe. */
function strategyFor(L: number, options: Readonly<Record<string, number>>): Strategy {
  const all = (value: number) => new Float64Array(L).fill(value);
  return strategyOf(L, {
    kind: options["num_beams"] === undefined ? "greedy" : "beam",
    beams: options["num_beams"] ?? 1,
    noRepeatNgram: options["no_repeat_ngram_size"] ?? 0,
    repetitionPenalty: all(options["repetition_penalty"] ?? 1),
    lengthPenalty: all(options["length_penalty"] ?? 1),
  });
}

/** All prompts of every lineage, u32 [L, N, S]. */
function promptsFor({ prompts }: OptModel, scope: Scope, L: number): Tensor<"u32"> {
  const shape = [L, prompts.length, prompts[0].length];
  const tokens = Array.from({ length: L }, () => prompts.flat());
  return scope.tensor("prompts", "u32", shape, Uint32Array.from(tokens.flat()));
}

function settingOf(model: OptModel, backend: Backend, scope: Scope, L: number) {
  const { shape, newTokens } = model;
  const space = { kind: "tokens", vocabulary: shape.vocabulary, length: newTokens, start: 0 };
  return contextFor(backend, scope, { lineages: L, space: space as never });
}

/** The new tokens of all texts of L lineages. */
export async function continued(
  model: OptModel,
  backend: Backend,
  L: number,
  options: Readonly<Record<string, number>>,
  steps: Steps,
): Promise<number[]> {
  using scope = backend.scope("test");
  const texts = await resultOf(
    decode(settingOf(model, backend, scope, L), {
      model: steps(weightsFor(model, scope, L)),
      texts: model.prompts.length,
      newTokens: model.newTokens,
      prompts: promptsFor(model, scope, L),
      strategy: strategyFor(L, options),
      unfinished: null,
    }),
  );
  return Array.from((await backend.read(texts))[0]);
}

/** By token: of two lineages, whose beams each go on from another one of their text every time. */
export async function logitsOf(
  model: OptModel,
  backend: Backend,
  makeSteps: Steps,
): Promise<Float32Array[]> {
  using scope = backend.scope("test");
  const [L, K] = [2, 3];
  const { newTokens: T, prompts, shape } = model;
  const R = prompts.length * K;
  const entries = Array.from({ length: L * T * R }, (_, i) => {
    const [t, r] = [Math.floor(i / R) % T, i % R];
    const text = Math.floor(r / K);
    return [(7 * i) % shape.vocabulary, t === 0 ? text : text * K + ((r + t) % K)];
  });
  const log = scope.tensor("log", "u32", [L, T, R, 2], Uint32Array.from(entries.flat()));
  const clock = scope.tensor("clock", "u32", [1], Uint32Array.of(1));
  const history = scope.zeros("history", "u32", [L, R, T]);
  const ancestors = scope.zeros("ancestors", "u32", [L, R, T]);
  const batch = { clock, log, history, ancestors, beams: K, newTokens: T };
  const steps = makeSteps(weightsFor(model, scope, L)).begin(
    settingOf(model, backend, scope, L),
    scope,
    { ...batch, prompts: promptsFor(model, scope, L) },
  );
  const logits: Float32Array[] = [...(await backend.read(await steps.prefill()))];
  for (let t = 1; t < T; t++) {
    backend.dispatch(trace, { clock, log, history, ancestors }, {});
    logits.push(...(await backend.read(await steps.step())));
    backend.dispatch(advance, { clock }, {});
  }
  return logits;
}
