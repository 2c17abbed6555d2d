import type { Tape, Variable } from "../tape.ts";

/** The same numbers in another shape, and so their gradient. */
export function reshape(tape: Tape, x: Variable, shape: readonly number[]): Variable {
  const out = tape.inPlaceOf({ value: tape.scope.view(x.value.label, x.value, shape) });
  tape.onBackward(() => tape.share(out, x));
  return out;
}
