import type { AnyKernel } from "../../compute/kernel.ts";
import type { Tensor } from "../../compute/tensor.ts";
import { crossEntropyBackwardFours } from "../../kernels/layers/cross-entropy-backward-fours.ts";
import { crossEntropyBackward } from "../../kernels/layers/cross-entropy-backward.ts";
import { crossEntropyForward } from "../../kernels/layers/cross-entropy-forward.ts";
import { logSumChunksFours } from "../../kernels/layers/log-sum-chunks-fours.ts";
import { COLUMNS, logSumChunks } from "../../kernels/layers/log-sum-chunks.ts";
import { nextTokens } from "../../kernels/layers/next-tokens.ts";
import { ROWS, partialSums } from "../../kernels/layers/partial-sums.ts";
import { sumPartials } from "../../kernels/layers/sum-partials.ts";
import type { Tape, Variable } from "../tape.ts";

export const crossEntropyKernels = [
  nextTokens,
  logSumChunks,
  logSumChunksFours,
  crossEntropyForward,
  partialSums,
  sumPartials,
  crossEntropyBackward,
  crossEntropyBackwardFours,
] as const;

/** What each position of tokens u32 [L, B, T] is to predict, u32 [L, B T]; the last of a text nothing. */
export function targetsOf({ backend, scope }: Tape, tokens: Tensor<"u32">): Tensor<"u32"> {
  const [L, B, T] = tokens.shape;
  const targets = scope.tensor("targets", "u32", [L, B * T]);
  const row = scope.view("tokens", tokens, [L, B * T]);
  backend.dispatch(nextTokens, { tokens: row, targets }, { T });
  return targets;
}

/** Nats by which logits [L, M, V] are surprised by targets u32 [L, M]: f32 [L, M], 0 where ignored. */
export function surprises(
  { backend, scope }: Tape,
  logits: Variable,
  targets: Tensor<"u32">,
): { surprises: Tensor<"f32">; logSums: Tensor<"f32"> } {
  const { value } = logits;
  const [L, M, V] = value.shape;
  const chunks = scope.tensor("chunks", "f32", [L, M, Math.ceil(V / COLUMNS)]);
  const logSums = scope.tensor("log-sums of logits", "f32", [L, M]);
  const each = scope.tensor("surprises", "f32", [L, M]);
  backend.dispatch(V % 4 === 0 ? logSumChunksFours : logSumChunks, { logits: value, chunks }, {});
  const tensors = { logits: value, chunks, targets, logSums, surprises: each };
  backend.dispatch(crossEntropyForward, tensors, {});
  return { surprises: each, logSums };
}

/**
 * The mean surprise [L] over the `count` rows of a lineage that are not ignored. Nothing else may
 * read the logits: their gradient takes their place.
 */
export function crossEntropy(
  tape: Tape,
  logits: Variable,
  targets: Tensor<"u32">,
  count: number,
): Variable {
  const { backend, scope } = tape;
  const [L, M, V] = logits.value.shape;
  const { surprises: each, logSums } = surprises(tape, logits, targets);
  const partials = scope.tensor("loss partials", "f32", [L, Math.ceil(M / ROWS), 1]);
  const loss = tape.variable("loss", [L]);
  backend.dispatch(partialSums, { x: scope.view("surprises", each, [L, M, 1]), partials }, {});
  const out = scope.view("loss", loss.value, [L, 1]);
  backend.dispatch(sumPartials, { partials, out }, { factor: 1 / count, accumulate: 0 });

  tape.onBackward(() => {
    const gradientLoss = tape.gradientOf(loss);
    const tensors = { targets, logSums, gradientLoss, logits: tape.overwrite(logits) };
    const kernel: AnyKernel = V % 4 === 0 ? crossEntropyBackwardFours : crossEntropyBackward;
    backend.dispatch(kernel, tensors, { count });
  });
  return loss;
}
