import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import { chunkSums } from "./chunk-sums.ts";
import { chunkCount } from "./chunks.ts";
import { cumulate } from "./cumulate.ts";
import { categoricalSample } from "./sample.ts";

/** The kernels that `cumulative` and `drawCategories` dispatch. */
export const drawKernels = [chunkSums, cumulate, categoricalSample];

/** u32 [R, K]: running sums of integer weights [R, K]. */
export function cumulative({ backend, scope }: Context, counts: Tensor<"u32">): Tensor<"u32"> {
  const [R, K] = counts.shape;
  const sums = scope.tensor("chunk sums", "u32", [R, chunkCount(K)]);
  const cumulative = scope.tensor("cumulative counts", "u32", [R, K]);
  backend.dispatch(chunkSums, { counts, sums }, {});
  backend.dispatch(cumulate, { counts, sums, cumulative }, {});
  return cumulative;
}

/** u32 [L, rows]: categories from the context's stream, in proportion to their weights. */
export function drawCategories(
  { backend, scope, lineages: L, keys, stream, generation }: Context,
  cumulative: Tensor<"u32">,
  rows: number,
): Tensor<"u32"> {
  const samples = scope.tensor("categories", "u32", [L, rows]);
  backend.dispatch(categoricalSample, { keys, cumulative, samples }, { stream, generation });
  return samples;
}
