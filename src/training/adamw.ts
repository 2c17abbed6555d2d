import type { Backend, Scope } from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import { adamw } from "../kernels/training/adamw.ts";
import { adamwFours } from "../kernels/training/adamw-fours.ts";
import { GROUP, sumGroups } from "../kernels/training/sum-groups.ts";
import { SCHEDULES, planStep } from "../kernels/training/plan-step.ts";
import { PARTS, sumSquares } from "../kernels/training/sum-squares.ts";
import { sumSquaresFours } from "../kernels/training/sum-squares-fours.ts";
import { type Chunks, type Layout, rowTable } from "./parameters.ts";

/** How fast the moments forget, as in torch.optim.AdamW: 1 - β₁ and 1 - β₂. */
const FIRST_RATE = 0.1;
const SECOND_RATE = 0.001;
const EPSILON = 1e-8;

/** What the optimizer remembers from step to step. */
export interface Memory {
  readonly first: Chunks;
  readonly second: Chunks;
  /** u32 [1]: the step, from 0. */
  readonly clock: Tensor<"u32">;
  /** u32 [L, 3]: steps left out, those in a row, 1 + the first of too many in a row or 0. */
  readonly counters: Tensor<"u32">;
  /** f32 [L, K, 2]: loss and gradient norm of the last K steps. */
  readonly trace: Tensor<"f32">;
}

export interface Rates {
  /** By lineage. */
  readonly learningRate: Float64Array;
  readonly weightDecay: Float64Array;
  /** The longest gradient; Infinity for any. */
  readonly clip: Float64Array;
  /** Steps over which the learning rate rises. */
  readonly warmUp: Float64Array;
  readonly schedule: (typeof SCHEDULES)[number];
  /** All steps of the training. */
  readonly total: number;
}

export const adamwKernels = [
  sumSquares,
  sumSquaresFours,
  sumGroups,
  planStep,
  adamw,
  adamwFours.many,
  adamwFours.few,
] as const;

/** Prepares `step`, which gives the dispatches of one: clipping, AdamW, and what the trace keeps. */
export function optimizer(
  backend: Backend,
  scope: Scope,
  layout: Layout,
  { learningRate, weightDecay, clip, warmUp, schedule, total }: Rates,
): (weights: Chunks, gradients: Chunks, memory: Memory, loss: Tensor<"f32">) => void {
  const { lineages: L, chunks } = layout;
  const tables = chunks.map((_, i) => rowTable(scope, layout, i));
  const perLineage = Array.from({ length: L }, (_, l) => [
    learningRate[l],
    weightDecay[l],
    Math.min(clip[l], LARGEST_CLIP),
    warmUp[l],
  ]);
  const settings = scope.tensor("rates", "f32", [L, 4], Float32Array.from(perLineage.flat()));
  const plan = scope.tensor("plan", "f32", [L, 4]);
  const fours: AnyKernel = backend.adapter.software ? adamwFours.few : adamwFours.many;
  const inFours = chunks.map((_, i) =>
    layout.placed.every(({ chunk, size }) => chunk !== i || size % 4 === 0),
  );
  const parts = tables.map(({ shape: [R] }) => PARTS * R);
  const levels = [scope.tensor("squares", "f32", [L, parts.reduce((sum, part) => sum + part, 0)])];
  while (levels.at(-1)!.shape[1] > GROUP) {
    const G = Math.ceil(levels.at(-1)!.shape[1] / GROUP);
    levels.push(scope.tensor("squares", "f32", [L, G]));
  }

  return (weights, gradients, memory, loss) => {
    const { clock, counters, trace } = memory;
    let first = 0;
    for (const [i, rows] of tables.entries()) {
      const tensors = { rows, gradients: gradients[i], sums: levels[0] };
      backend.dispatch(inFours[i] ? sumSquaresFours : sumSquares, tensors, { first });
      first += parts[i];
    }
    for (let i = 1; i < levels.length; i++) {
      backend.dispatch(sumGroups, { sums: levels[i - 1], groups: levels[i] }, {});
    }
    backend.dispatch(
      planStep,
      { clock, squares: levels.at(-1)!, loss, settings, counters, trace, plan },
      {
        total,
        schedule: SCHEDULES.indexOf(schedule),
        logFirst: Math.log1p(-FIRST_RATE),
        logSecond: Math.log1p(-SECOND_RATE),
      },
    );
    for (const [i, rows] of tables.entries()) {
      backend.dispatch(
        inFours[i] ? fours : adamw,
        {
          rows,
          plan,
          gradients: gradients[i],
          weights: weights[i],
          first: memory.first[i],
          second: memory.second[i],
        },
        { firstRate: FIRST_RATE, secondRate: SECOND_RATE, epsilon: EPSILON },
      );
    }
  };
}

/** A shader may assume that it never meets an infinity. */
const LARGEST_CLIP = 1e30;
