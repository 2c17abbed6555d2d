import type { Backend, Program, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { repeatingScope } from "../compute/repeating-scope.ts";
import { add } from "../kernels/layers/add.ts";
import { advance } from "../kernels/training/advance.ts";
import { partClock } from "../kernels/training/part-clock.ts";
import { type Memory, type Rates, adamwKernels, optimizer } from "./adamw.ts";
import { type Chunks, type Layout, views, zeroChunks } from "./parameters.ts";
import type { Precision } from "./product-kernels.ts";
import { Tape, type Variable, tapeKernels } from "./tape.ts";

/** f32 [L] of a batch, composed of layers over the tape. `parameters` are those of the layout, by name. */
export type Loss = (
  tape: Tape,
  parameters: Readonly<Record<string, Variable>>,
  batch: Tensor,
) => Variable;

export interface StepContext {
  readonly backend: Backend;
  /** Where activations and gradients are made. */
  readonly scope: Scope;
  /** u32 [L, 2]. */
  readonly keys: Tensor<"u32">;
  readonly generation: number;
}

export const stepKernels = [...tapeKernels, ...adamwKernels, advance, partClock] as const;

/**
 * Records one step of a training, to be replayed: the batch, forward, backward, clipping, AdamW, and
 * the clock. Weights and memory change in place.
 */
export function recordStep(
  context: StepContext,
  given: Omit<StepParts, "parts" | "gathered">,
): Program {
  return recordParts(context, given).programs[0];
}

/** A step as a program for each of its parts, of which the last one changes the weights. */
export interface RecordedParts extends Disposable {
  readonly programs: readonly Program[];
}

/** `recordStep` in pieces, between which a training can be left: what they add up to is in `gathered`. */
export function recordParts(
  { backend, scope, keys, generation }: StepContext,
  { layout, weights, memory, rates, loss, batch, fill, precision, parts = 1, ...given }: StepParts,
): RecordedParts {
  const { lineages } = layout;
  const { clock } = memory;
  const inside = repeatingScope(scope);
  const { gradients, loss: sum } = given.gathered ?? gathered(scope, layout);
  const gradientAt = views(scope, layout, gradients);
  const update = optimizer(backend, scope, layout, rates);
  const precise = precision === undefined ? {} : { precision };
  const own = parts === 1 ? clock : scope.tensor("clock of a part", "u32", [1]);
  const label = parts === 1 ? "training step" : "part of a training step";
  const recorded = (part: number): Program =>
    backend.record(label, () => {
      if (parts > 1) backend.dispatch(partClock, { clock, own }, { parts, part });
      fill(own);
      inside.repeat();
      const shared = { backend, scope: inside.scope, clock: own, keys, generation, lineages };
      const tape = new Tape({ ...shared, ...precise, parts, accumulates: part > 0 });
      const parameters = Object.fromEntries(
        Object.entries(views(scope, layout, weights)).map(([name, value]) => [
          name,
          tape.parameter(value, gradientAt[name]),
        ]),
      );
      const lost = loss(tape, parameters, batch);
      tape.backward(lost);
      backend.dispatch(add, { x: lost.value, sum }, { accumulate: part === 0 ? 0 : 1 });
      if (part < parts - 1) return;
      update(weights, gradients, memory, sum);
      backend.dispatch(advance, { clock }, {});
    });
  const programs = Array.from({ length: parts }, (_, part) => recorded(part));
  const dispose = () => {
    for (const program of programs) program[Symbol.dispose]();
  };
  return { programs, [Symbol.dispose]: dispose };
}

/** What the parts of a step add up to: the gradients of the weights, and the loss f32 [L]. */
export interface Gathered {
  readonly gradients: Chunks;
  readonly loss: Tensor<"f32">;
}

export function gathered(scope: Scope, layout: Layout): Gathered {
  return {
    gradients: zeroChunks(scope, layout, "gradients"),
    loss: scope.zeros("loss of all parts", "f32", [layout.lineages]),
  };
}

interface StepParts {
  readonly layout: Layout;
  readonly weights: Chunks;
  readonly memory: Memory;
  readonly rates: Rates;
  readonly loss: Loss;
  /** Of one part. */
  readonly batch: Tensor;
  /** The batch is done in so many equal parts, one after the other: less memory, the same step. */
  readonly parts?: number;
  /** What the parts add up to, if that is to be kept; made here if absent. */
  readonly gathered?: Gathered;
  /** Of the operands of matrix products; single if absent. */
  readonly precision?: Precision;
  /** Dispatches what fills the batch at the step of the clock. */
  readonly fill: (clock: Tensor<"u32">) => void;
}
