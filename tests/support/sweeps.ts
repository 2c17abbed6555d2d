import type { ResolvedSweep } from "../../src/sweeps/sweep.ts";
import { resolveSweep } from "../../src/sweeps/resolve.ts";
import { smallExperiment } from "./experiments.ts";

/** Two biases by three truncations, of which one is off; cells take milliseconds. */
export const smallSweep = {
  name: "small-sweep",
  experiment: { ...smallExperiment, generations: 4 },
  axes: [
    { setting: "$.family.config.samplingBias", values: [0.9, 1] },
    { setting: "$.family.config.truncation", values: [1, null, 2] },
  ],
};

/** The small sweep with other entries. Files do not exist. */
export function resolvedSweep(change: object = {}): Promise<ResolvedSweep> {
  return resolveSweep({ ...smallSweep, ...change }, () =>
    Promise.reject(new Error("there are no files here")),
  );
}
