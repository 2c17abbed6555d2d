import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { keepRanked } from "../kernels/pool/keep-ranked.ts";
import { lay } from "../kernels/pool/lay.ts";
import { takePart } from "../kernels/pool/take-part.ts";
import { meanScores } from "../kernels/pool/mean-scores.ts";
import { rankCounts } from "../kernels/pool/rank-counts.ts";
import { rankGoal } from "../kernels/pool/rank-goal.ts";
import { CHUNK_LENGTH, SHIFTS } from "../kernels/pool/rank.ts";
import { type Pool, poolRows } from "../samples.ts";
import { weightKernels, weightOf, weighted } from "./weights.ts";

/** The kernels that `keptBest` dispatches. */
export const bestKernels = [...weightKernels, lay, rankCounts, rankGoal, keepRanked, takePart];

/** Those that `likelihoodsOf` dispatches. */
export const likelihoodKernels = [...weightKernels, lay, meanScores];

/** What is said of a filter that goes by likelihood. */
export const likelihoodReports = {
  "likelihood-before": { title: "Mean log-likelihood before the filter", unit: "nats" },
  "likelihood-after": { title: "Mean log-likelihood after the filter", unit: "nats" },
} as const;

/** The numbers for `likelihoodReports`; `scores` are f32 [L, N] of each segment. */
export function likelihoodsOf(
  context: Context,
  before: Pool,
  after: Pool,
  scores: readonly Tensor<"f32">[],
): Readonly<Record<keyof typeof likelihoodReports, Tensor<"f32">>> {
  const { backend, scope, lineages: L } = context;
  const P = poolRows(before);
  const weightIn = (pool: Pool) => (i: number) => weightOf(context, pool[i]);
  const ofAll = scope.tensor("likelihood before", "f32", [L]);
  const ofChosen = scope.tensor("likelihood after", "f32", [L]);
  const places = Uint32Array.from({ length: P }, (_, i) => i);
  const tensors = {
    scores: laid(context, before, (i) => scores[i]),
    weight: laid(context, before, weightIn(before)),
    chosen: scope.tensor("all rows", "u32", [1, P], places),
    chosenWeight: laid(context, before, weightIn(after)),
  };
  backend.dispatch(meanScores, { ...tensors, ofAll, ofChosen }, { rows: P });
  return { "likelihood-before": ofAll, "likelihood-after": ofChosen };
}

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
  const weight = laid(context, pool, (i) => weightOf(context, pool[i]));
  const kept = scope.tensor("all kept", "f32", [L, P]);
  keepBest(context, { scores: laid(context, pool, (i) => scores[i]), weight, share, kept }, P);
  let first = 0;
  return pool.map((segment) => {
    const { rows, values } = segment;
    const numbers = scope.tensor("kept", "f32", [L, values.shape[1]]);
    backend.dispatch(takePart, { together: kept, numbers }, { first, rows });
    first += rows;
    return weighted(segment, numbers);
  });
}

/**
 * Those with the highest of `scores` [L, P], of equals the first, and zeros for the others in `kept`. A
 * lineage with millions of rows is looked at by many: one invocation for all would take seconds.
 */
export function keepBest(
  { backend, scope, lineages: L }: Pick<Context, "backend" | "scope" | "lineages">,
  {
    scores,
    weight,
    share,
    kept,
  }: Readonly<Record<"scores" | "weight" | "share" | "kept", Tensor<"f32">>>,
  rows: number,
): void {
  const goal = scope.zeros("rank that the best reach", "u32", [L, 2]);
  const chunks = Math.ceil(kept.shape[1] / CHUNK_LENGTH);
  const counts = scope.tensor("samples that reach ranks", "u32", [L, chunks, 16]);
  const count = (shift: number) =>
    backend.dispatch(rankCounts, { scores, weight, goal, counts }, { rows, shift });
  for (const shift of SHIFTS) {
    count(shift);
    backend.dispatch(rankGoal, { share, counts, goal }, { shift });
  }
  count(0);
  backend.dispatch(keepRanked, { scores, weight, goal, counts, kept }, { rows });
}

/** f32 [L, P]: numbers [L, N] of the rows of each segment, one segment behind the other. */
function laid(
  { backend, scope, lineages: L }: Context,
  pool: Pool,
  numbersOf: (i: number) => Tensor<"f32">,
): Tensor<"f32"> {
  const together = scope.tensor("of a whole pool", "f32", [L, poolRows(pool)]);
  let first = 0;
  for (const [i, { rows }] of pool.entries()) {
    backend.dispatch(lay, { numbers: numbersOf(i), together }, { first, rows });
    first += rows;
  }
  return together;
}
