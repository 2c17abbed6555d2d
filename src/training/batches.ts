import type { Backend, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { gatherTokens } from "../kernels/training/gather-tokens.ts";
import { lookUp } from "../kernels/training/look-up.ts";
import { gatherVectors } from "../kernels/training/gather-vectors.ts";
import { shuffle } from "../kernels/training/shuffle.ts";
import { Stream } from "../random/streams.ts";
import { type Pool, poolRows } from "../samples.ts";

export const batchKernels = [shuffle, gatherTokens, gatherVectors] as const;

/** Steps that take so many samples at a time `epochs` times through a pool, rounded up. */
export function stepCount(pool: Pool, batch: number, epochs: number): number {
  return Math.ceil((epochs * poolRows(pool)) / batch);
}

interface BatchContext {
  readonly backend: Backend;
  readonly scope: Scope;
  /** u32 [L, 2]. */
  readonly keys: Tensor<"u32">;
  readonly generation: number;
}

/**
 * Makes the tensor of a batch and prepares the dispatches that fill it at the step of the clock: u32
 * [L, B, T] tokens or f32 [L, B, D] numbers, in an order of their own for every lineage and epoch.
 *
 * `chosen` u32 [L, rows] are the places of the samples that stand for a pool whose rows count
 * differently, as `chosenRows` gives them; by default each row stands for itself.
 */
export function batches(
  { backend, scope, keys, generation }: BatchContext,
  pool: Pool,
  size: number,
  chosen: Tensor<"u32"> | null = null,
): { readonly batch: Tensor; readonly fill: (clock: Tensor<"u32">) => void } {
  const [
    {
      values: {
        dtype,
        shape: [L, , extent],
      },
    },
  ] = pool;
  const order = scope.tensor("order", "u32", [L, size]);
  const batch = scope.tensor("batch", dtype, [L, size, extent]);
  const places = chosen === null ? order : scope.tensor("places", "u32", [L, size]);
  const count = poolRows(pool);

  const fill = (clock: Tensor<"u32">) => {
    backend.dispatch(
      shuffle,
      { clock, keys, order },
      { stream: Stream.SHUFFLE, generation, count },
    );
    if (chosen !== null) backend.dispatch(lookUp, { chosen, order, places }, {});
    let first = 0;
    for (const { values, rows } of pool) {
      const tensors = { values, order: places, batch } as never;
      const kernel = dtype === "u32" ? gatherTokens : gatherVectors;
      backend.dispatch(kernel as typeof gatherTokens, tensors, { first, rows });
      first += rows;
    }
  };
  return { batch, fill };
}
