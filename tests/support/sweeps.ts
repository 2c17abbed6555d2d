import type { ResolvedSweep } from "../../src/sweeps/sweep.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { Results } from "../../src/sweeps/results.ts";
import { resolveSweep } from "../../src/sweeps/resolve.ts";
import { cpu } from "./backends.ts";
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

/** The results of some cells of a sweep, or of all. */
export async function resultsOf(sweep: ResolvedSweep, cells = sweep.cells): Promise<Results> {
  const results = new Results(sweep, cells);
  for (const cell of cells) {
    for await (const { record } of generationsOf(cell.experiment, { backend: cpu })) {
      results.add(cell, record);
    }
  }
  return results;
}
