import { geluBackward } from "../../kernels/layers/gelu-backward.ts";
import { geluForward } from "../../kernels/layers/gelu-forward.ts";
import type { Tape, Variable } from "../tape.ts";
import { flat } from "./flat.ts";

export const geluKernels = [geluForward, geluBackward] as const;

/** The Gaussian error linear unit in its tanh form, of any shape. */
export function gelu(tape: Tape, x: Variable): Variable {
  const { backend } = tape;
  const out = tape.variable("gelu", x.value.shape);
  backend.dispatch(geluForward, { x: flat(tape, x.value), out: flat(tape, out.value) }, {});
  tape.onBackward(() => {
    const sink = tape.sink(x);
    if (sink === null) return tape.releaseGradient(out);
    const gradientOut = flat(tape, tape.gradientOf(out));
    const gradient = flat(tape, sink.gradient);
    const tensors = { x: flat(tape, x.value), gradientOut, gradient };
    backend.dispatch(geluBackward, tensors, { accumulate: sink.accumulate });
    tape.releaseGradient(out);
  });
  return out;
}
