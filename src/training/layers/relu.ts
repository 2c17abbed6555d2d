import { reluBackward } from "../../kernels/layers/relu-backward.ts";
import { reluForward } from "../../kernels/layers/relu-forward.ts";
import type { Tape, Variable } from "../tape.ts";
import { flat } from "./flat.ts";

export const reluKernels = [reluForward, reluBackward] as const;

/** Written over x, an activation of any shape that nothing else reads. */
export function relu(tape: Tape, x: Variable): Variable {
  const { backend } = tape;
  backend.dispatch(reluForward, { x: flat(tape, x.value) }, {});
  const out = tape.inPlaceOf(x);
  tape.onBackward(() => {
    const gradient = flat(tape, tape.gradientOf(out));
    backend.dispatch(reluBackward, { out: flat(tape, out.value), gradient }, {});
    tape.share(out, x);
  });
  return out;
}
