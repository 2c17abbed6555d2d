import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import { chunkCount } from "../categorical/chunks.ts";
import { sumChunks } from "./sum-chunks.ts";

/** The kernels that `sumOverCategories` dispatches. */
export const sumKernels = [sumChunks];

/**
 * f32, one number per lineage: what `fill` puts into the chunks [L, C] of counts [L, K], summed.
 * Few categories are a single chunk, which is the sum already.
 */
export function sumOverCategories(
  { backend, scope }: Context,
  { shape: [L, K] }: Tensor<"u32">,
  fill: (sums: Tensor<"f32">) => void,
): Tensor<"f32"> {
  const C = chunkCount(K);
  const sums = scope.tensor("sums of chunks", "f32", [L, C]);
  fill(sums);
  if (C === 1) return sums;
  const total = scope.tensor("sum over categories", "f32", [L]);
  backend.dispatch(sumChunks, { sums, total }, {});
  return total;
}
