import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import { chunkSums } from "./chunk-sums.ts";
import { chunkCount } from "./chunks.ts";
import { rowTotals } from "./totals.ts";

/** The kernels that `withTotals` dispatches. */
export const totalsKernels = [chunkSums, rowTotals];

/** Counts [L, K] with the sums of their rows [L]. */
export function withTotals(
  { backend, scope }: Pick<Context, "backend" | "scope">,
  counts: Tensor<"u32">,
): { readonly counts: Tensor<"u32">; readonly totals: Tensor<"u32"> } {
  const [L, K] = counts.shape;
  const sums = scope.tensor("chunk sums", "u32", [L, chunkCount(K)]);
  const totals = scope.tensor("totals", "u32", [L]);
  backend.dispatch(chunkSums, { counts, sums }, {});
  backend.dispatch(rowTotals, { sums, totals }, {});
  return { counts, totals };
}
