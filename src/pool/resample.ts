import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { cumulative } from "../kernels/categorical/draw.ts";
import { chooseRows } from "../kernels/pool/choose-rows.ts";
import { type Pool, poolRows } from "../samples.ts";
import { choiceStream } from "./subsample.ts";
import { poolScale, poolUnits } from "./weights.ts";

/**
 * u32 [L, rows]: the places of rows that stand for a weighted pool, in the pool's order, each as often
 * as its weight says: by importance resampling. Of a pool of which nothing is there, its first row.
 *
 * For whoever cannot take weights into account, such as a training by batches.
 */
export function chosenRows(context: Context, pool: Pool, rows = poolRows(pool)): Tensor<"u32"> {
  const { backend, scope, keys, generation, lineages: L } = context;
  const units = cumulative(context, poolUnits(context, pool, poolScale(context, pool)));
  const chosen = scope.tensor("chosen rows", "u32", [L, rows]);
  const stream = choiceStream(context.stream);
  backend.dispatch(chooseRows, { keys, cumulative: units, chosen }, { stream, generation });
  return chosen;
}
