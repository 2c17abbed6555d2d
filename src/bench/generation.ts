import type { Backend, Scope } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import type { Context } from "../context.ts";
import { decode, decodingKernels } from "../decoding/decode.ts";
import { strategyOf } from "../decoding/strategy.ts";
import { onnxTransformerSteps } from "../onnx/transformer-steps.ts";
import { Stream } from "../random/streams.ts";
import { type TransformerShape, transformerParameters } from "../transformer/shape.ts";
import { transformerStepKernels, transformerSteps } from "../transformer/step.ts";
import type { GenerationCase } from "./cases.ts";
import type { Finding, Program } from "./measure.ts";

/** Of the prompt, and of what is added to it. */
const LENGTH = 64;
const VOCABULARY = 512;

function shapeOf({ width }: GenerationCase): TransformerShape {
  const inner = 4 * width;
  return { vocabulary: VOCABULARY, context: 2 * LENGTH, width, layers: 2, heads: 4, inner };
}

/** A transformer that knows nothing: every token is as likely as every other, at the same pace. */
export function generation(
  backend: Backend,
  benchCase: GenerationCase,
  graphs: Graphs | null = null,
): Program {
  const { texts, beams } = benchCase;
  const shape = shapeOf(benchCase);
  return {
    case: benchCase,
    work: texts * LENGTH,
    unit: "tokens",
    async run() {
      await backend.prepare([...decodingKernels, ...transformerStepKernels]);
      using scope = backend.scope("generation");
      const weights = Object.fromEntries(
        transformerParameters(shape).map(({ name, shape: own }) => [
          name,
          scope.zeros(name, "f32", [1, ...own]),
        ]),
      );
      const prompts = scope.zeros("prompts", "u32", [1, texts, LENGTH]);
      const work = decode(contextIn(backend, scope), {
        model:
          graphs === null
            ? transformerSteps(shape, weights)
            : onnxTransformerSteps(shape, weights, graphs),
        texts,
        newTokens: LENGTH,
        prompts,
        strategy: strategyOf(1, { kind: beams > 1 ? "beam" : "sample", beams }),
        unfinished: null,
      });
      let next = await work.next();
      while (next.done !== true) next = await work.next();
      const [tokens] = await backend.read(next.value);
      return tokenFinding(tokens, beams);
    },
  };
}

/** Drawn tokens are even over the vocabulary; of beams that are all alike, the first token wins. */
function tokenFinding(tokens: Uint32Array, beams: number): Finding {
  const value = tokens.reduce((sum, token) => sum + token, 0) / tokens.length;
  const name = "mean of the tokens";
  const V = VOCABULARY;
  if (beams > 1) return { name, value, expected: 0, standardError: 1e-9 };
  const standardError = Math.sqrt((V ** 2 - 1) / 12 / tokens.length);
  return { name, value, expected: (V - 1) / 2, standardError };
}

/** What a family has around it in a run. */
function contextIn(backend: Backend, scope: Scope): Context {
  return {
    backend,
    graphs: null,
    scope,
    lineages: 1,
    space: { kind: "tokens", vocabulary: VOCABULARY, length: LENGTH, start: 0 },
    keys: scope.tensor("keys", "u32", [1, 2], Uint32Array.of(1, 0)),
    generation: 0,
    stream: Stream.SAMPLE,
    signal: new AbortController().signal,
    now: () => performance.now(),
    dry: false,
    vector: (values, map = (value) => value) =>
      scope.tensor("setting", "f32", [1], Float32Array.from(values, map)),
    derive: (_segment, _name, _basis, make) => make(),
  };
}
