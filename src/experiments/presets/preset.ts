import type { Experiment } from "../experiment.ts";

export interface Preset {
  /** One sentence: what one will see. */
  readonly story: string;
  readonly experiment: Experiment;
}
