import type { Experiment, ResolvedExperiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";

/** Runs in milliseconds on any backend. */
export const smallExperiment: Experiment = {
  name: "small",
  dataset: { name: "standard-normal", config: { dimensions: 2 } },
  family: { name: "gaussian" },
  interventions: [{ name: "accumulate" }, { name: "keep-original", config: { fraction: 0.2 } }],
  metrics: [{ name: "variance" }, { name: "mean" }],
  lineages: 3,
  generations: 8,
  samples: 13,
  seed: 5,
};

/** The small experiment with other entries. Files do not exist. */
export function resolvedSmall(change: Partial<Experiment> = {}): Promise<ResolvedExperiment> {
  return resolveExperiment({ ...smallExperiment, ...change }, () =>
    Promise.reject(new Error("there are no files here")),
  );
}
