import type { Tensor } from "../../compute/tensor.ts";
import { STRETCH, bernoulliLoss } from "../../kernels/losses/bernoulli.ts";
import { divergenceBackward } from "../../kernels/losses/divergence-backward.ts";
import { divergenceForward } from "../../kernels/losses/divergence-forward.ts";
import { gaussianLoss } from "../../kernels/losses/gaussian.ts";
import { GROUP, sumGroups } from "../../kernels/training/sum-groups.ts";
import type { Tape, Variable } from "../tape.ts";

export const termKernels = [
  bernoulliLoss,
  gaussianLoss,
  divergenceForward,
  divergenceBackward,
  sumGroups,
];

/** Something that a loss is the sum of, nats in the mean over the rows of a batch. */
export interface Term {
  /** Numbers per lineage that it is added up from. */
  readonly parts: number;
  /** Dispatches what writes them into `parts` [L, S], from place `first` on. */
  readonly write: (parts: Tensor<"f32">, first: number) => void;
}

/**
 * How unlikely `targets` [L, M, D], 0 to 1, are under `logits` of the same shape. Nothing else may read
 * the logits: their gradient takes their place.
 */
export function bernoulliTerm(tape: Tape, logits: Variable, targets: Tensor<"f32">): Term {
  const [, M, D] = logits.value.shape;
  return {
    parts: M * Math.ceil(D / STRETCH),
    write(parts, first) {
      const values = tape.overwrite(logits);
      tape.backend.dispatch(
        bernoulliLoss,
        { targets, values, parts },
        { first, scale: 1 / (tape.parts * M) },
      );
    },
  };
}

/** The same for numbers around `means` with a variance that all of them share. */
export function gaussianTerm(
  tape: Tape,
  means: Variable,
  targets: Tensor<"f32">,
  variance: number,
): Term {
  const [, M, D] = means.value.shape;
  return {
    parts: M * Math.ceil(D / STRETCH),
    write(parts, first) {
      const values = tape.overwrite(means);
      const scalars = { first, scale: 1 / (tape.parts * M), logVariance: Math.log(variance) };
      tape.backend.dispatch(gaussianLoss, { targets, values, parts }, scalars);
    },
  };
}

/** `beta` [L] times how far the Gaussians of `code` [L, M, 2 Z] are from the standard normal. */
export function divergenceTerm(tape: Tape, code: Variable, beta: Tensor<"f32">): Term {
  const { backend } = tape;
  const [, M] = code.value.shape;
  const scale = 1 / (tape.parts * M);
  tape.onBackward(() => {
    const sink = tape.sink(code);
    if (sink === null) return;
    const { gradient, accumulate } = sink;
    backend.dispatch(
      divergenceBackward,
      { code: code.value, beta, gradient },
      { scale, accumulate },
    );
  });
  return {
    parts: M,
    write(parts, first) {
      backend.dispatch(divergenceForward, { code: code.value, beta, parts }, { first, scale });
    },
  };
}

/** The loss [L] that terms make together. */
export function sumOfTerms(tape: Tape, terms: readonly Term[]): Variable {
  const { backend, scope, lineages: L } = tape;
  const S = terms.reduce((sum, { parts }) => sum + parts, 0);
  let sums = scope.tensor("parts of the loss", "f32", [L, S]);
  let first = 0;
  for (const { parts, write } of terms) {
    write(sums, first);
    first += parts;
  }
  const loss = tape.variable("loss", [L]);
  for (;;) {
    const G = Math.ceil(sums.shape[1] / GROUP);
    const groups =
      G === 1
        ? scope.view("loss", loss.value, [L, 1])
        : scope.tensor("parts of the loss", "f32", [L, G]);
    backend.dispatch(sumGroups, { sums, groups }, {});
    if (G === 1) return loss;
    sums = groups;
  }
}
