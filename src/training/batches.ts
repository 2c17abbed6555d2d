import type { Backend, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { gatherTokens } from "../kernels/training/gather-tokens.ts";
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
 */
export function batches(
  { backend, scope, keys, generation }: BatchContext,
  pool: Pool,
  size: number,
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
  const count = poolRows(pool);

  const fill = (clock: Tensor<"u32">) => {
    backend.dispatch(
      shuffle,
      { clock, keys, order },
      { stream: Stream.SHUFFLE, generation, count },
    );
    let first = 0;
    for (const { values, rows } of pool) {
      const tensors = { values, order, batch } as never;
      const kernel = dtype === "u32" ? gatherTokens : gatherVectors;
      backend.dispatch(kernel as typeof gatherTokens, tensors, { first, rows });
      first += rows;
    }
  };
  return { batch, fill };
}
