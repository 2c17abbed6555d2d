import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";

/** Texts that are generated side by side, N of every lineage, in R = N · beams rows. */
export interface Batch {
  /** u32 [L, N, S], S ≥ 1. */
  readonly prompts: Tensor<"u32">;
  /** K. The rows of text n are n K … n K + K - 1. */
  readonly beams: number;
  /** T. */
  readonly newTokens: number;
  /** u32 [1]: how many new tokens every row has. */
  readonly clock: Tensor<"u32">;
  /**
   * u32 [L, T, R, 2]: the token that was chosen at each clock, and the row that it continues: one of
   * R, but for the first token, which continues the text's row of N.
   */
  readonly log: Tensor<"u32">;
  /** u32 [L, R, T]: the new tokens of every row, up to the clock. */
  readonly history: Tensor<"u32">;
  /** u32 [L, R, T]: the row that each of them was written by, when it was the newest. */
  readonly ancestors: Tensor<"u32">;
}

export interface TextSize {
  readonly prompt: number;
  readonly newTokens: number;
  readonly beams: number;
}

/** A language model that continues many texts by one token at a time. */
export interface StepModel {
  readonly vocabulary: number;
  /** Most tokens of a text, prompt and continuation together. */
  readonly context: number;
  /** Bytes that one text of a lineage takes while it is generated, and its part of the largest tensor. */
  bytesOf(size: TextSize): { readonly total: number; readonly largest: number };
  /** Multiplications that one text of a lineage takes. */
  workOf(size: TextSize): number;
  /** Tensors come from `scope`, which ends with the batch. */
  begin(context: Context, scope: Scope, batch: Batch): Steps;
}

/** Logits may be overwritten until the next call. */
export type Steps =
  | {
      /** `step` only dispatches, so that it can be recorded once and replayed. */
      readonly kind: "recorded";
      /** f32 [L, N, V]: the logits of the first new token. */
      prefill(): Tensor<"f32">;
      /** f32 [L, R, V]: the logits of the token at the clock, after the newest in `history`. */
      step(): Tensor<"f32">;
    }
  | {
      readonly kind: "awaited";
      prefill(): Promise<Tensor<"f32">>;
      step(): Promise<Tensor<"f32">>;
    };
