import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { aboveThresholds } from "../kernels/decoding/above.ts";
import { cutBelow } from "../kernels/decoding/cut.ts";
import { drawTokens } from "../kernels/decoding/draw.ts";
import { logSoftmax } from "../kernels/decoding/log-softmax.ts";
import { mergeBeams } from "../kernels/decoding/merge.ts";
import { narrowThreshold } from "../kernels/decoding/narrow.ts";
import { penalize } from "../kernels/decoding/penalize.ts";
import { strandMasses } from "../kernels/decoding/strand-masses.ts";
import { strandCount } from "../kernels/decoding/strands.ts";
import { temperScores } from "../kernels/decoding/temper.ts";
import { topOfStrands } from "../kernels/decoding/top.ts";
import type { Batch } from "./step-model.ts";
import { type Strategy, hasPenalties } from "./strategy.ts";

export const chooseKernels = [
  aboveThresholds,
  cutBelow,
  drawTokens,
  logSoftmax,
  mergeBeams,
  narrowThreshold,
  penalize,
  strandMasses,
  temperScores,
  topOfStrands,
] as const;

/** Four bits of a threshold at a time, from the highest. */
const SHIFTS = [28, 24, 20, 16, 12, 8, 4, 0];

export interface Choice {
  readonly strategy: Strategy;
  /** A token that is never chosen, such as the end of a text; null for none. */
  readonly forbidden: number | null;
  /** The number that the first text of the batch has in its lineage. */
  readonly first: number;
  /** f32 [L, R]: of logarithms of probabilities, by beam. */
  readonly sums: Tensor<"f32">;
}

/**
 * Chooses the tokens at the clock from `scores` f32 [L, R, V], the logits, which it overwrites: R is
 * N before the first token and N · beams after it.
 */
export function choose(
  context: Context,
  scope: Scope,
  batch: Batch,
  scores: Tensor<"f32">,
  choice: Choice,
): void {
  const { backend } = context;
  const { strategy, forbidden } = choice;
  const [L, R, V] = scores.shape;
  const { clock, prompts, newTokens: T } = batch;
  const C = strandCount(V);
  const peaks = scope.tensor("peaks", "f32", [L, R, C]);
  const masses = scope.tensor("masses", "f32", [L, R, C]);
  if (strategy.kind === "beam") {
    backend.dispatch(strandMasses, { scores, peaks, masses }, {});
    backend.dispatch(logSoftmax, { scores, peaks, masses }, {});
  }
  if (hasPenalties(strategy) || forbidden !== null) {
    const history = scope.view("history", batch.history, [L, R, T]);
    const penalty = context.vector(strategy.repetitionPenalty);
    backend.dispatch(
      penalize,
      { clock, penalty, prompts, history, scores },
      { ngram: strategy.noRepeatNgram, forbidden: forbidden ?? V },
    );
  }
  if (strategy.kind === "sample") draw(context, scope, batch, scores, choice, { peaks, masses });
  else keepBest(context, scope, batch, scores, choice);
}

function keepBest(
  { backend }: Context,
  scope: Scope,
  { clock, log, prompts, beams: K }: Batch,
  scores: Tensor<"f32">,
  { strategy, sums }: Choice,
): void {
  const [L, R, V] = scores.shape;
  const N = prompts.shape[1];
  const C = strandCount(V);
  const values = scope.tensor("best values", "f32", [L, R, C, K]);
  const tokens = scope.tensor("best tokens", "u32", [L, R, C, K]);
  const before = scope.view("sums", sums, [L, R]);
  backend.dispatch(topOfStrands, { scores, sums: before, values, tokens }, {});
  const after = scope.view("sums", sums, [L, N, K]);
  const summed = strategy.kind === "beam" ? 1 : 0;
  backend.dispatch(mergeBeams, { clock, values, tokens, sums: after, log }, { summed });
}

function draw(
  context: Context,
  scope: Scope,
  { clock, log }: Batch,
  weights: Tensor<"f32">,
  { strategy, first }: Choice,
  { peaks, masses }: Readonly<Record<"peaks" | "masses", Tensor<"f32">>>,
): void {
  const { backend, keys, stream, generation } = context;
  const [L, R, V] = weights.shape;
  backend.dispatch(strandMasses, { scores: weights, peaks, masses }, {});
  const temperature = context.vector(strategy.temperature);
  backend.dispatch(temperScores, { temperature, peaks, scores: weights, masses }, {});
  const keep = (values: Float64Array, mass: 0 | 1, whole: number) => {
    if (values.every((value) => value <= 0 || value >= whole)) return;
    const share = context.vector(values);
    const above = scope.tensor("above", "f32", [L, R, strandCount(V), 16]);
    const threshold = scope.tensor("threshold", "u32", [L, R]);
    for (const shift of SHIFTS) {
      backend.dispatch(aboveThresholds, { weights, threshold, above }, { shift, mass });
      const tensors = { share, masses, above, threshold };
      backend.dispatch(narrowThreshold, tensors, { shift, mass, whole });
    }
    backend.dispatch(cutBelow, { threshold, weights, masses }, {});
  };
  keep(strategy.topK, 0, V);
  keep(strategy.topP, 1, 1);
  backend.dispatch(
    drawTokens,
    { clock, keys, weights, masses, log },
    { stream, generation, first },
  );
}
