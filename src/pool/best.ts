import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { keepBest } from "../kernels/pool/keep-best.ts";
import { lay } from "../kernels/pool/lay.ts";
import { takePart } from "../kernels/pool/take-part.ts";
import { type Pool, poolRows } from "../samples.ts";
import { weightKernels, weightOf, weighted } from "./weights.ts";

/** The kernels that `keptBest` dispatches. */
export const bestKernels = [...weightKernels, lay, keepBest, takePart];

/**
 * The rows of a pool with the best scores: of each lineage so large a share of those that are there,
 * rounded to whole rows. `scores` are f32 [L, N] of each segment.
 */
export function keptBest(
  context: Context,
  pool: Pool,
  scores: readonly Tensor<"f32">[],
  share: Tensor<"f32">,
): Pool {
  const { backend, scope, lineages: L } = context;
  const P = poolRows(pool);
  const all = (label: string, numbersOf: (i: number) => Tensor<"f32">) => {
    const together = scope.tensor(label, "f32", [L, P]);
    let first = 0;
    for (const [i, { rows }] of pool.entries()) {
      backend.dispatch(lay, { numbers: numbersOf(i), together }, { first, rows });
      first += rows;
    }
    return together;
  };
  const weight = all("all weights", (i) => weightOf(context, pool[i]));
  const kept = scope.tensor("all kept", "f32", [L, P]);
  const allScores = all("all scores", (i) => scores[i]);
  backend.dispatch(keepBest, { scores: allScores, weight, share, kept }, { rows: P });
  let first = 0;
  return pool.map((segment) => {
    const { rows, values } = segment;
    const numbers = scope.tensor("kept", "f32", [L, values.shape[1]]);
    backend.dispatch(takePart, { together: kept, numbers }, { first, rows });
    first += rows;
    return weighted(segment, numbers);
  });
}
