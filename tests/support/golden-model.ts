import { type GoldenOpt, goldenFacts, goldenTensors } from "./golden.ts";
import type { OptModel } from "./opt-model.ts";

export const golden = goldenFacts("opt") as GoldenOpt;

/** The model of tests/golden/opt.py. */
export const goldenModel: OptModel = {
  ...golden,
  weights: [...goldenTensors("opt")]
    .filter(([name]) => name.startsWith("weights."))
    .map(([name, { shape, values }]) => [name.replace("weights.", ""), shape, values]),
};
