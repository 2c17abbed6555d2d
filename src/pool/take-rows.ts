import { type Tensor, elementCount } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { gatherTokens } from "../kernels/training/gather-tokens.ts";
import { gatherVectors } from "../kernels/training/gather-vectors.ts";
import type { Segment } from "../samples.ts";

/** The kernels that `takeRows` dispatches. */
export const takeRowsKernels = [gatherTokens, gatherVectors];

/**
 * A segment of other rows of the same one, `chosen` u32 [L, G] by their places in it. `weight` f32
 * [L, G] says how much each of them counts; without it each counts once.
 */
export function takeRows(
  { backend, scope }: Context,
  { values, rows, birth, frame }: Segment,
  chosen: Tensor<"u32">,
  weight: Tensor<"f32"> | null,
): Segment {
  const [L, N, ...row] = values.shape;
  const [, G] = chosen.shape;
  const width = elementCount(row);
  const taken = scope.tensor("taken rows", values.dtype, [L, G, ...row]);
  const tensors = {
    values: scope.view("rows", values, [L, N, width]),
    order: chosen,
    batch: scope.view("taken", taken, [L, G, width]),
  } as never;
  const kernel = values.dtype === "u32" ? gatherTokens : gatherVectors;
  backend.dispatch(kernel as typeof gatherTokens, tensors, { first: 0, rows });
  return { values: taken, rows: G, birth, frame, ...(weight === null ? {} : { weight }) };
}
