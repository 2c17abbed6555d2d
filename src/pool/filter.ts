import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { keepByChance } from "../kernels/pool/keep-by-chance.ts";
import { keptShares } from "../kernels/pool/kept-shares.ts";
import { tally } from "../kernels/pool/tally.ts";
import type { Pool, Segment } from "../samples.ts";
import { onesFor, weightKernels, weightOf, weighted } from "./weights.ts";

/** The kernels that everything here dispatches. */
export const filterKernels = [...weightKernels, keepByChance, tally, keptShares];

/** f32 [L, N], or [1, N] for all lineages: 0 for a row without a mark. */
export type Marks = Tensor<"f32">;

/** Of each lineage: the chance that a row of either kind is let through. */
export interface Chances {
  readonly marked: Float64Array;
  readonly other: Float64Array;
}

/**
 * A segment as a filter leaves it: rows that it does not let through have weight 0. Its verdict on a
 * sample is the same whenever it sees it.
 */
export function keptByChance(
  context: Context,
  segment: Segment,
  marks: Marks,
  { marked, other }: Chances,
): Segment {
  const { backend, scope, keys, stream, lineages: L } = context;
  const { rows, birth, values, drawn = 0 } = segment;
  const chance = (values: Float64Array) =>
    scope.tensor("chance", "f32", [L], Float32Array.from(values));
  const kept = scope.tensor("kept", "f32", [L, values.shape[1]]);
  const weight = weightOf(context, segment);
  const chances = { keepMarked: chance(marked), keepOther: chance(other) };
  backend.dispatch(
    keepByChance,
    { keys, weight, marks, ...chances, kept },
    { rows, stream, birth, drawn },
  );
  return weighted(segment, kept);
}

/** [1, N]: set for real samples. No filter may look at it, but what is said about one may. */
export function realMarks(context: Context, segment: Segment): Marks {
  if (segment.birth === 0) return onesFor(context, segment);
  const [, N] = segment.values.shape;
  return context.derive(segment, "zeros", null, () => ({
    zeros: context.scope.zeros("zeros", "f32", [1, N]),
  })).zeros;
}

/** f32 [L] each: what a filter did to rows with a mark and without. NaN where there was nobody. */
export interface KeptShares {
  readonly markedKept: Tensor<"f32">;
  readonly otherKept: Tensor<"f32">;
  /** Share of the marked in the whole weight. */
  readonly markedBefore: Tensor<"f32">;
  readonly markedAfter: Tensor<"f32">;
}

/** Compares a pool with itself, segment by segment, before and after a filter. */
export function keptOf(
  context: Context,
  before: Pool,
  after: Pool,
  marksOf: (segment: Segment) => Marks,
): KeptShares {
  const { backend, scope, lineages: L } = context;
  const sums = scope.zeros("tally", "f32", [L, 4]);
  for (const [i, segment] of before.entries()) {
    const pair = { before: weightOf(context, segment), after: weightOf(context, after[i]) };
    backend.dispatch(tally, { ...pair, marks: marksOf(segment), sums }, { rows: segment.rows });
  }
  const share = (label: string) => scope.tensor(label, "f32", [L]);
  const shares = {
    markedKept: share("marked kept"),
    otherKept: share("others kept"),
    markedBefore: share("marked before"),
    markedAfter: share("marked after"),
  };
  backend.dispatch(keptShares, { sums, ...shares }, {});
  return shares;
}

/** What every filter says of itself: whether it can tell real samples from others. */
export const provenanceReports = {
  "synthetic-kept": { title: "Synthetic samples kept", unit: "" },
  "real-kept": { title: "Real samples kept", unit: "" },
  "real-share": { title: "Real share after the filter", unit: "" },
} as const;

/** The numbers for `provenanceReports`. */
export function provenanceOf(
  context: Context,
  before: Pool,
  after: Pool,
): Readonly<Record<keyof typeof provenanceReports, Tensor<"f32">>> {
  const marksOf = (segment: Segment) => realMarks(context, segment);
  const { markedKept, otherKept, markedAfter } = keptOf(context, before, after, marksOf);
  return { "synthetic-kept": otherKept, "real-kept": markedKept, "real-share": markedAfter };
}
