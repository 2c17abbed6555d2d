import { describe, expect, test } from "vitest";
import { decode, decodingKernels } from "../../src/decoding/decode.ts";
import { type Strategy, strategyOf } from "../../src/decoding/strategy.ts";
import { transformerStepKernels, transformerSteps } from "../../src/transformer/step.ts";
import { backends } from "../support/backends.ts";
import { contextFor, resultOf } from "../support/contexts.ts";
import { type GoldenOpt, goldenFacts, goldenTensors } from "../support/golden.ts";

const golden = goldenFacts("opt") as GoldenOpt;
const weights = [...goldenTensors("opt")].filter(([name]) => name.startsWith("weights."));

/** The words of Hugging Face as ours, for L equal lineages. */
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

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each(Object.keys(golden.strategies))("PyTorch continues the same: %s", async (name) => {
    await backend.prepare([...decodingKernels, ...transformerStepKernels]);
    using scope = backend.scope("test");
    // Two lineages with the same weights: the second begins elsewhere in every tensor.
    const L = 2;
    const twice = (values: Float32Array) => Float32Array.from([...values, ...values]);
    const tensors = Object.fromEntries(
      weights.map(([key, { shape, values }]) => [
        key.replace("weights.", ""),
        scope.tensor(key, "f32", [L, ...shape], twice(values)),
      ]),
    );
    const { vocabulary } = golden.shape;
    const tokens = [...golden.prompts, ...golden.prompts].flat();
    const [N, S] = [golden.prompts.length, golden.prompts[0].length];
    const prompts = scope.tensor("prompts", "u32", [L, N, S], Uint32Array.from(tokens));
    const space = { kind: "tokens", vocabulary, length: golden.newTokens, start: 0 } as const;
    const texts = await resultOf(
      decode(contextFor(backend, scope, { lineages: L, space }), {
        model: transformerSteps(golden.shape, tensors),
        texts: N,
        newTokens: golden.newTokens,
        prompts,
        strategy: strategyFor(L, golden.strategies[name]),
        unfinished: null,
      }),
    );
    const expected = golden.continuations[name].flat();
    expect(Array.from((await backend.read(texts))[0])).toEqual([...expected, ...expected]);
  });
});
