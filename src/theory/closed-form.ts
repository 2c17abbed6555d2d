import type { TheoryCurve } from "./curve.ts";
import type { TheoryInput } from "./input.ts";

/** A curve that is known for some experiments. */
export interface ClosedForm {
  readonly metric: string;
  /**
   * Null where the formula does not hold for the experiment. `values[g]` belongs to record g, in
   * which the model has been fitted n = g + 1 times.
   */
  curve(input: TheoryInput): Omit<TheoryCurve, "metric"> | null;
}
