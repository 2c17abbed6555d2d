import type { Backend, Program, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { advance } from "../kernels/training/advance.ts";
import { type Memory, type Rates, adamwKernels, optimizer } from "./adamw.ts";
import { type Chunks, type Layout, views, zeroChunks } from "./parameters.ts";
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

export const stepKernels = [...tapeKernels, ...adamwKernels, advance] as const;

/**
 * Records one step of a training, to be replayed: the batch, forward, backward, clipping, AdamW, and
 * the clock. Weights and memory change in place.
 */
export function recordStep(
  { backend, scope, keys, generation }: StepContext,
  { layout, weights, memory, rates, loss, batch, fill }: StepParts,
): Program {
  const { lineages } = layout;
  const { clock } = memory;
  const gradients = zeroChunks(scope, layout, "gradients");
  const gradientAt = views(scope, layout, gradients);
  const update = optimizer(backend, scope, layout, rates);
  return backend.record("training step", () => {
    fill(clock);
    const tape = new Tape({ backend, scope, clock, keys, generation, lineages });
    const parameters = Object.fromEntries(
      Object.entries(views(scope, layout, weights)).map(([name, value]) => [
        name,
        tape.parameter(value, gradientAt[name]),
      ]),
    );
    const lost = loss(tape, parameters, batch);
    tape.backward(lost);
    update(weights, gradients, memory, lost.value);
    backend.dispatch(advance, { clock }, {});
  });
}

interface StepParts {
  readonly layout: Layout;
  readonly weights: Chunks;
  readonly memory: Memory;
  readonly rates: Rates;
  readonly loss: Loss;
  readonly batch: Tensor;
  /** Dispatches what fills the batch at the step of the clock. */
  readonly fill: (clock: Tensor<"u32">) => void;
}
