import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import type { Transitions } from "../../distribution.ts";
import type { Segment } from "../../samples.ts";
import { chunkSums } from "../categorical/chunk-sums.ts";
import { cumulate } from "../categorical/cumulate.ts";
import { cumulative } from "../categorical/draw.ts";
import { temperedCounts, temperedRows } from "../categorical/tempered-counts.ts";
import { textLogProb } from "../text/log-prob.ts";
import { markovSample } from "./sample.ts";
import { markovSurprise } from "./surprise.ts";

/** The kernels of all that is here. */
export const chainKernels = [chunkSums, cumulate, markovSample, markovSurprise, textLogProb];

/** Running sums of a chain's counts: what texts are drawn by. */
export interface Sums {
  /** [R, V]. */
  readonly starts: Tensor<"u32">;
  /** [R, V, V]. */
  readonly upTo: Tensor<"u32">;
}

/** Every row of a chain [L, ...] as p^(1/T), and the first tokens; the chain itself at T = 1. */
export function temperedChain(
  context: Context,
  chain: Transitions,
  temperatures: Float64Array,
): Transitions {
  if (temperatures.every((temperature) => temperature === 1)) return chain;
  const { scope, lineages: L } = context;
  const { starts, counts } = chain;
  const [, V] = starts.shape;
  const each = Float32Array.from({ length: L * V }, (_, row) => temperatures[Math.floor(row / V)]);
  const temperature = scope.tensor("temperature by row", "f32", [L * V], each);
  const rows = scope.view("transitions by row", counts, [L * V, V]);
  const tempered = temperedRows(context, rows, temperature);
  return {
    starts: temperedCounts(context, starts, temperatures),
    counts: scope.view("tempered transitions", tempered, [L, V, V]),
  };
}

export function sumsOf(context: Context, { starts, counts }: Transitions): Sums {
  const [R, V] = starts.shape;
  const rows = context.scope.view("transitions by row", counts, [R * V, V]);
  const upTo = cumulative(context, rows);
  return {
    starts: cumulative(context, starts),
    upTo: context.scope.view("transitions so far", upTo, [R, V, V]),
  };
}

/** u32 [L, rows, T]: texts from the context's stream. */
export function drawTexts(context: Context, sums: Sums, rows: number): Tensor<"u32"> {
  const { backend, scope, space, keys, stream, generation, lineages: L } = context;
  const T = space.kind === "tokens" ? space.length : 0;
  const texts = scope.tensor("texts", "u32", [L, rows, T]);
  backend.dispatch(markovSample, { keys, ...sums, texts }, { stream, generation });
  return texts;
}

/** See `ClosedForms.surprise`; with `first` the first token of a text costs as much as a start. */
export function chainSurprise(
  { backend, scope, lineages: L }: Context,
  sums: Sums,
  texts: Tensor<"u32">,
  first: 0 | 1 = 0,
): Tensor<"f32"> {
  const [, N, T] = texts.shape;
  const surprise = scope.tensor("surprise", "f32", [L, N, T]);
  backend.dispatch(markovSurprise, { texts, ...sums, surprise }, { first });
  return surprise;
}

/** `ClosedForms.logProb` of a chain: of all tokens, the first one as a start. */
export function chainLogProb(context: Context, sums: Sums, { values }: Segment): Tensor<"f32"> {
  const { backend, scope } = context;
  const surprise = chainSurprise(context, sums, values as Tensor<"u32">, 1);
  const logProb = scope.tensor("log-probability", "f32", surprise.shape.slice(0, 2));
  backend.dispatch(textLogProb, { surprise, logProb }, {});
  return logProb;
}
