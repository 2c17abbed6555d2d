import type { Experiment } from "./experiment.ts";
import { gaussianDrift } from "./gaussian-drift.ts";

export interface Preset {
  /** One sentence: what one will see. */
  readonly story: string;
  readonly experiment: Experiment;
}

/** In the order in which the page shows them; the first one is the default. */
export const presets: readonly Preset[] = [
  {
    story:
      "A bell curve learns from a hundred samples of itself, over and over, until nothing but its middle is left.",
    experiment: gaussianDrift,
  },
];
