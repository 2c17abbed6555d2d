import type { Shape } from "../compute/tensor.ts";

/** A decoder-only transformer with the blocks of OPT. */
export interface TransformerShape {
  /** V. */
  readonly vocabulary: number;
  /** Most tokens of a text, prompt and continuation together. */
  readonly context: number;
  /** D. */
  readonly width: number;
  readonly layers: number;
  /** H; they share the width evenly. */
  readonly heads: number;
  /** Width inside the feed-forward part. */
  readonly inner: number;
}

/** OPT leaves the first two rows of its table of positions unused. */
export const POSITION_OFFSET = 2;

/** Variance is taken as at least this much by every normalisation, as in OPT. */
export const NORM_EPSILON = 1e-5;

export interface TransformerParameter {
  readonly name: string;
  /** Of one lineage. Weights are [in, out]. */
  readonly shape: Shape;
  readonly role: "weight" | "bias" | "scale";
}

/**
 * Every parameter, in the order in which they are stored. The output head is the embedding itself.
 * `qkv` holds queries, keys and values side by side, each D wide with the heads one after the other.
 */
export function transformerParameters(shape: TransformerShape): readonly TransformerParameter[] {
  const { vocabulary: V, context, width: D, layers, inner } = shape;
  const norm = (name: string): TransformerParameter[] => [
    { name: `${name}.scale`, shape: [D], role: "scale" },
    { name: `${name}.bias`, shape: [D], role: "bias" },
  ];
  const linear = (name: string, from: number, to: number): TransformerParameter[] => [
    { name: `${name}.weight`, shape: [from, to], role: "weight" },
    { name: `${name}.bias`, shape: [to], role: "bias" },
  ];
  const block = (i: number): TransformerParameter[] => [
    ...norm(`layer${i}.norm1`),
    ...linear(`layer${i}.qkv`, D, 3 * D),
    ...linear(`layer${i}.out`, D, D),
    ...norm(`layer${i}.norm2`),
    ...linear(`layer${i}.up`, D, inner),
    ...linear(`layer${i}.down`, inner, D),
  ];
  return [
    { name: "embedding", shape: [V, D], role: "weight" },
    { name: "positions", shape: [context + POSITION_OFFSET, D], role: "weight" },
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    ...norm("norm"),
  ];
}
