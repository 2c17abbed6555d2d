import type { Tensor } from "../../compute/tensor.ts";
import { dropoutBackward } from "../../kernels/layers/dropout-backward.ts";
import { dropoutForward } from "../../kernels/layers/dropout-forward.ts";
import { Stream } from "../../random/streams.ts";
import type { Tape, Variable } from "../tape.ts";
import { flatByLineage } from "./flat.ts";

export const dropoutKernels = [dropoutForward, dropoutBackward] as const;

export interface Dropout {
  /** f32 [L], below 1: how likely a number is lost. */
  readonly rate: Tensor<"f32">;
  /** Tells the layers of a model apart, which lose other numbers. */
  readonly place: number;
}

/** `residual` plus what dropout leaves of x, another variable of the same shape. */
export function dropout(
  tape: Tape,
  x: Variable,
  residual: Variable,
  { rate, place }: Dropout,
): Variable {
  const { backend, keys, clock, generation } = tape;
  const scalars = { stream: Stream.DROPOUT, generation, place };
  const random = { keys, clock, rate };
  const out = tape.variable("dropout", x.value.shape);
  const [own, beside, sum] = [x, residual, out].map(({ value }) => flatByLineage(tape, value));
  backend.dispatch(dropoutForward, { ...random, x: own, residual: beside, out: sum }, scalars);
  tape.release(x);
  tape.onBackward(() => {
    const sink = tape.sink(x);
    if (sink !== null) {
      const gradientOut = flatByLineage(tape, tape.gradientOf(out));
      const gradient = flatByLineage(tape, sink.gradient);
      const { accumulate } = sink;
      const tensors = { ...random, gradientOut, gradient };
      backend.dispatch(dropoutBackward, tensors, { ...scalars, accumulate });
    }
    tape.share(out, residual);
  });
  return out;
}
