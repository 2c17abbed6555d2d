import type { Backend, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { placeSurprises } from "../kernels/layers/place-surprises.ts";
import { takeTexts } from "../kernels/layers/take-texts.ts";
import { surprises, targetsOf } from "../training/layers/cross-entropy.ts";
import { Tape } from "../training/tape.ts";
import { transformerKernels, transformerLogits } from "./forward.ts";
import type { TransformerShape } from "./shape.ts";

/** What `transformerSurprise` dispatches. */
export const transformerSurpriseKernels = [...transformerKernels, takeTexts, placeSurprises];

/** Numbers of the largest activation at a time: enough to fill a device, few for its memory. */
const MOST_ACTIVATIONS = 2 ** 22;

interface SurpriseContext {
  readonly backend: Backend;
  /** Where the result is made. */
  readonly scope: Scope;
  readonly keys: Tensor<"u32">;
  readonly lineages: number;
  readonly signal: AbortSignal;
}

/**
 * Nats by which the transformer is surprised by each token of texts u32 [L, N, T], or of [1, N, T]
 * for all lineages: f32 [L, N, T], 0 for the first token of a text. `weights` are named as in
 * `transformerParameters`, [L, ...] each. Texts go through a few at a time.
 */
export async function transformerSurprise(
  { backend, scope, keys, lineages: L, signal }: SurpriseContext,
  shape: TransformerShape,
  weights: Readonly<Record<string, Tensor<"f32">>>,
  texts: Tensor<"u32">,
  { textsAtOnce }: { textsAtOnce?: number } = {},
): Promise<Tensor<"f32">> {
  const [, N, T] = texts.shape;
  const out = scope.tensor("surprise", "f32", [L, N, T]);
  if (N === 0) return out;
  const widest = Math.max(shape.vocabulary, 3 * shape.width, shape.inner);
  const fitting = Math.floor(MOST_ACTIVATIONS / (L * T * widest));
  const B = Math.min(N, Math.max(1, textsAtOnce ?? fitting));
  using inner = backend.scope("surprise");
  const clock = inner.zeros("clock", "u32", [1]);
  const tape = new Tape({
    backend,
    scope: inner,
    clock,
    keys,
    generation: 0,
    lineages: L,
    forwardOnly: true,
  });
  const parameters = Object.fromEntries(
    Object.entries(weights).map(([name, value]) => [name, tape.constant(value)]),
  );
  const batch = inner.tensor("batch", "u32", [L, B, T]);
  let each: Tensor<"f32"> | null = null;
  using forward = backend.record("surprise", () => {
    const logits = transformerLogits(tape, shape, parameters, batch);
    const made = surprises(tape, logits, targetsOf(tape, batch));
    each = inner.view("surprises", made.surprises, [L, B, T]);
  });
  for (let first = 0; first < N; first += B) {
    signal.throwIfAborted();
    backend.dispatch(takeTexts, { tokens: texts, batch }, { first });
    backend.replay(forward);
    backend.dispatch(placeSurprises, { surprises: each!, out }, { first });
    // the only wait, so that an abort is heard and the queue does not grow without bound
    await backend.read({ tensor: out, start: 0, length: 1 });
  }
  return out;
}
