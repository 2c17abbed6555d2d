import type { Tensor } from "../compute/tensor.ts";

import { ShapeError } from "../errors.ts";
import { attentionKernels } from "../training/layers/attention-kernels.ts";
import { attention } from "../training/layers/attention.ts";
import { crossEntropy, crossEntropyKernels, targetsOf } from "../training/layers/cross-entropy.ts";
import { dropout, dropoutKernels } from "../training/layers/dropout.ts";
import { embedding, embeddingKernels } from "../training/layers/embedding.ts";
import { layerNorm, layerNormKernels } from "../training/layers/layer-norm.ts";
import { feedForward, linear, linearKernels, tiedHead } from "../training/layers/linear.ts";
import { type Tape, type Variable, tapeKernels } from "../training/tape.ts";
import { NORM_EPSILON, POSITION_OFFSET, type TransformerShape } from "./shape.ts";

/** What a transformer's training dispatches. */
export const transformerKernels = [
  ...tapeKernels,
  ...linearKernels,
  ...attentionKernels,
  ...crossEntropyKernels,
  ...dropoutKernels,
  ...embeddingKernels,
  ...layerNormKernels,
];

/** All of `transformerParameters`, by name, each [L, ...]. */
export type TransformerVariables = Readonly<Record<string, Variable>>;

export interface TransformerOptions {
  /** f32 [L], below 1: how much of each branch is lost on its way into the residual stream. */
  readonly dropout?: Tensor<"f32"> | null;
  /** See `embedding`; T by default. */
  readonly places?: number;
}

/**
 * What the transformer expects after each of the tokens u32 [L, B, T]: logits [L, B T, V]. The blocks
 * are those of OPT, Zhang et al. 2022, arXiv:2205.01068: normalised first, ReLU inside.
 */
export function transformerLogits(
  tape: Tape,
  shape: TransformerShape,
  parameters: TransformerVariables,
  tokens: Tensor<"u32">,
  { dropout: rate = null, places }: TransformerOptions = {},
): Variable {
  const [, , T] = tokens.shape;
  const { embedding: table, positions } = parameters;
  const named = (name: string) => ({
    weight: parameters[`${name}.weight`],
    bias: parameters[`${name}.bias`],
  });
  const norm = (x: Variable, name: string) => {
    const weights = { scale: parameters[`${name}.scale`], bias: parameters[`${name}.bias`] };
    return layerNorm(tape, x, weights, NORM_EPSILON);
  };
  // A branch joins the stream: `branch` adds what it is given to what it makes of x.
  const join = (
    stream: Variable,
    place: number,
    branch: (residual: Variable | null) => Variable,
  ): Variable => {
    const joined =
      rate === null ? branch(stream) : dropout(tape, branch(null), stream, { rate, place });
    tape.release(stream);
    return joined;
  };

  let stream = embedding(tape, tokens, { table, positions }, POSITION_OFFSET, places);
  for (let i = 0; i < shape.layers; i++) {
    const normed = norm(stream, `layer${i}.norm1`);
    const qkv = linear(tape, normed, named(`layer${i}.qkv`), { label: "qkv" });
    tape.release(normed);
    const gathered = attention(tape, qkv, { T, heads: shape.heads });
    tape.release(qkv);
    stream = join(stream, 2 * i, (residual) =>
      linear(tape, gathered, named(`layer${i}.out`), { residual }),
    );
    tape.release(gathered);

    const normedAgain = norm(stream, `layer${i}.norm2`);
    const weights = { up: named(`layer${i}.up`), down: named(`layer${i}.down`) };
    stream = join(stream, 2 * i + 1, (residual) =>
      feedForward(tape, normedAgain, weights, residual),
    );
  }
  const last = norm(stream, "norm");
  tape.release(stream);
  const logits = tiedHead(tape, last, table);
  tape.release(last);
  return logits;
}

/** Nats per token, f32 [L]: the mean over the T - 1 tokens of each text that come after another. */
export function transformerLoss(
  tape: Tape,
  shape: TransformerShape,
  parameters: TransformerVariables,
  tokens: Tensor<"u32">,
  options: TransformerOptions = {},
): Variable {
  const [, B, T] = tokens.shape;
  if (T < 2) throw new ShapeError("a text of one token leaves nothing to predict");
  const targets = targetsOf(tape, tokens);
  const logits = transformerLogits(tape, shape, parameters, tokens, options);
  return crossEntropy(tape, logits, targets, tape.parts * B * (T - 1));
}
